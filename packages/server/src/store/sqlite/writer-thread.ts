import { parentPort, workerData } from "node:worker_threads"
import { openVault } from "../../privacy/vault.ts"
import { commit } from "./commit.ts"
import { openWriter } from "./open.ts"
import { bindOperations } from "./operations/index.ts"
import type { Job } from "./thread.ts"

/** The only thread that writes. A message is what queued up while the previous commit waited for the disk. */
const paths: { database: string; vault: string } = workerData
const db = openWriter(paths.database)
const vault = openVault(paths.vault)
const operations = bindOperations(db, vault)

parentPort?.on("message", (jobs: Job[] | "close") => {
  if (jobs !== "close") return parentPort?.postMessage(commit(db, vault, operations, jobs))
  vault.close()
  db.close()
  parentPort?.close()
})
