import { parentPort, workerData } from "node:worker_threads"
import { openVault } from "../../privacy/vault.ts"
import { commit, untilDiskFails } from "./commit.ts"
import { openWriter } from "./open.ts"
import { bindOperations } from "./operations/index.ts"
import { serveThread } from "./thread.ts"

/** The only thread that writes: whatever queued up while the previous commit waited for the disk is the next one. */
const paths: { database: string; vault: string } = workerData
const db = openWriter(paths.database)
const vault = openVault(paths.vault)
const operations = bindOperations(db, vault)

if (parentPort !== null)
  serveThread(parentPort, untilDiskFails((jobs) => commit(db, vault, operations, jobs)), () => {
    vault.close()
    db.close()
  })
