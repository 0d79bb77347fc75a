import { DatabaseSync } from "node:sqlite"
import { parentPort, workerData } from "node:worker_threads"
import { integer } from "../columns.ts"

/** How often to look. A checkpoint inside a commit was the tail of the latency; here it delays nobody. */
const EVERY_MS = 1_000
/** Frames (pages of 4 KB) in the log above which the writer is made to start it over: reading it gets slower as it grows. */
const MANY_FRAMES = 16_384
/** Above this the file is cut as well. Below, it keeps its size: overwriting needs no change of the file's metadata, and its fsync is cheaper. */
const TOO_MANY_FRAMES = 16 * MANY_FRAMES

const { database }: { database: string } = workerData
const db = new DatabaseSync(database, { timeout: EVERY_MS })
db.exec("PRAGMA synchronous = FULL")
const passive = db.prepare("PRAGMA wal_checkpoint(PASSIVE)")

const look = (): void => {
  try {
    const frames = integer(passive.get()?.["log"])
    if (frames > TOO_MANY_FRAMES) db.exec("PRAGMA wal_checkpoint(TRUNCATE)")
    else if (frames > MANY_FRAMES) db.exec("PRAGMA wal_checkpoint(RESTART)")
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
