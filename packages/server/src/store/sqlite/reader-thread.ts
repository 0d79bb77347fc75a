import { parentPort, workerData } from "node:worker_threads"
import { runJob } from "./commit.ts"
import { openReader } from "./open.ts"
import { bindQueries } from "./queries/index.ts"
import type { Job } from "./thread.ts"

/** Reads on a thread of its own: a long look at the log keeps nobody waiting at the door. */
const { database }: { database: string } = workerData
const db = openReader(database)
const queries = bindQueries(db, database)

parentPort?.on("message", (jobs: Job[] | "close") => {
  if (jobs !== "close") return parentPort?.postMessage(jobs.map((job) => runJob(queries, job)))
  db.close()
  parentPort?.close()
})
