import type { DatabaseSync } from "node:sqlite"
import type { Vault } from "../privacy/vault.ts"
import type { Job, JobResult, OperationName, Operations } from "./operations/index.ts"

/** SQLite's primary result codes that mean the disk, not the statement: IOERR, CORRUPT, FULL, CANTOPEN (sqlite.org/rescode.html). */
const DISK_CODES = new Set([10, 11, 13, 14])

const isDiskError = (error: unknown): boolean => error instanceof Error && "errcode" in error && DISK_CODES.has(Number(error.errcode) & 0xff)
const failure = (error: unknown): JobResult => ({
  ok: false,
  error: { message: error instanceof Error ? error.message : String(error), disk: isDiskError(error) },
})

type Runners = { [K in OperationName]: (input: Parameters<Operations[K]>[0]) => ReturnType<Operations[K]> }
const runOne = <K extends OperationName>(runners: Runners, name: K, input: Parameters<Operations[K]>[0]): unknown => runners[name](input)

/**
 * Group commit: every waiting job in one transaction with one fsync. If a job fails for a reason of its own, the
 * others must not suffer: each is then committed alone. If the disk fails, all fail, and nothing is tried again here.
 */
export const commit = (db: DatabaseSync, vault: Vault, operations: Operations, jobs: readonly Job[]): JobResult[] => {
  try {
    db.exec("BEGIN IMMEDIATE")
    const outputs = jobs.map((job) => runOne(operations, job.name, job.input))
    // Keys first: a row whose key did not survive a crash would be unreadable for ever.
    vault.flush()
    db.exec("COMMIT")
    return outputs.map((output) => ({ ok: true, output }))
  } catch (error) {
    vault.flush()
    if (db.isTransaction) db.exec("ROLLBACK")
    if (jobs.length === 1 || isDiskError(error)) return jobs.map(() => failure(error))
    return jobs.flatMap((job) => commit(db, vault, operations, [job]))
  }
}
