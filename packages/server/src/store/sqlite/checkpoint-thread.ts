import { statSync } from "node:fs"
import { DatabaseSync } from "node:sqlite"
import { parentPort, workerData } from "node:worker_threads"

/** How often to look. A checkpoint inside a commit was the tail of the latency; here it delays nobody. */
const EVERY_MS = 1_000
/** Below this, a checkpoint is not worth its fsync. */
const WORTH_BYTES = 4 * 1024 * 1024
/** Above this, the file is cut: a busy server may otherwise never get to reuse its beginning. */
const CUT_BYTES = 64 * 1024 * 1024

const { database }: { database: string } = workerData
const db = new DatabaseSync(database, { timeout: EVERY_MS })
db.exec("PRAGMA synchronous = FULL")

const walBytes = (): number => statSync(`${database}-wal`, { throwIfNoEntry: false })?.size ?? 0
const look = (): void => {
  const size = walBytes()
  if (size < WORTH_BYTES) return
  try {
    db.exec(`PRAGMA wal_checkpoint(${size > CUT_BYTES ? "TRUNCATE" : "PASSIVE"})`)
  } catch {
    // Busy, or the disk is full: the log stays longer, nothing is lost; the writer reports a broken disk itself.
  }
}

const timer = setInterval(look, EVERY_MS)
parentPort?.on("message", () => {
  clearInterval(timer)
  db.close()
  parentPort?.close()
})
