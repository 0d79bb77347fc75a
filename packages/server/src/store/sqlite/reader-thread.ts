import { parentPort, workerData } from "node:worker_threads"
import { runJob } from "./commit.ts"
import { openReader } from "./open.ts"
import { bindQueries } from "./queries/index.ts"
import { serveThread } from "./thread.ts"

/** Reads on a thread of its own: a long look at the log keeps nobody waiting at the door. */
const { database }: { database: string } = workerData
const db = openReader(database)
const queries = bindQueries(db, database)

if (parentPort !== null) serveThread(parentPort, (jobs) => ({ results: jobs.map((job) => runJob(queries, job)), syncSeconds: 0 }), () => db.close())
