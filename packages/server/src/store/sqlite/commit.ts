import type { DatabaseSync } from "node:sqlite"
import type { Vault } from "../../privacy/vault.ts"
import type { WriteOperations } from "./operations/index.ts"
import type { BatchResult, DiskTrouble, Job, JobResult } from "./thread.ts"

/** SQLite's primary result codes that mean the disk, not the statement: FULL; IOERR, CORRUPT, CANTOPEN, NOTADB (sqlite.org/rescode.html). */
const DISK_CODES: Partial<Record<number, DiskTrouble>> = { 13: "full", 10: "failed", 11: "failed", 14: "failed", 26: "failed" }

const diskTrouble = (error: unknown): DiskTrouble | undefined => (error instanceof Error && "errcode" in error ? DISK_CODES[Number(error.errcode) & 0xff] : undefined)
const failure = (error: unknown): JobResult => ({ ok: false, error: { message: error instanceof Error ? error.message : String(error), disk: diskTrouble(error) } })

/** Operations by name. What goes in and comes out is typed where they are bound and where they are asked for. */
type Runners = object
const call = (runners: Runners, { name, input }: Job): unknown => {
  const run: unknown = Object.hasOwn(runners, name) ? Reflect.get(runners, name) : undefined
  if (typeof run !== "function") throw new Error(`no operation "${name}"`)
  return run(input)
}
export const runJob = (runners: Runners, job: Job): JobResult => {
  try {
    return { ok: true, output: call(runners, job) }
  } catch (error) {
    return failure(error)
  }
}

/**
 * What a restart takes back anyway: leases. Where a batch has nothing else it is committed without an fsync of its own; the next
 * one covers it. After a power cut such a lease was never taken, as if the worker had died.
 */
const NOT_WORTH_AN_FSYNC: ReadonlySet<string> = new Set<keyof WriteOperations>(["claim", "release", "takeWebhooks"])

/** Says whether the next commit waits for the disk; it may be said only between transactions. */
const syncOf = new WeakMap<DatabaseSync, "FULL" | "NORMAL">()
const setSync = (db: DatabaseSync, wanted: "FULL" | "NORMAL"): void => {
  if (syncOf.get(db) === wanted) return
  db.exec(`PRAGMA synchronous = ${wanted}`)
  syncOf.set(db, wanted)
}

/**
 * Group commit: every waiting job in one transaction with one fsync. If a job fails for a reason of its own, the
 * others must not suffer: each is then committed alone. If the disk fails, all fail, and nothing is tried again here.
 */
export const commit = (db: DatabaseSync, vault: Vault, operations: Runners, jobs: readonly Job[]): Omit<BatchResult, "seconds"> => {
  try {
    setSync(db, jobs.every(({ name }) => NOT_WORTH_AN_FSYNC.has(name)) ? "NORMAL" : "FULL")
    db.exec("BEGIN IMMEDIATE")
    const outputs = jobs.map((job) => call(operations, job))
    // Keys first: a row whose key did not survive a crash would be unreadable for ever.
    vault.flush()
    const started = performance.now()
    db.exec("COMMIT")
    return { results: outputs.map((output) => ({ ok: true, output })), syncSeconds: (performance.now() - started) / 1000 }
  } catch (error) {
    if (db.isTransaction) db.exec("ROLLBACK")
    vault.abandon()
    if (jobs.length === 1 || diskTrouble(error) !== undefined) return { results: jobs.map(() => failure(error)), syncSeconds: 0 }
    const alone = jobs.map((job) => commit(db, vault, operations, [job]))
    return { results: alone.flatMap(({ results }) => results), syncSeconds: Math.max(...alone.map(({ syncSeconds }) => syncSeconds)) }
  }
}

type Commit = (jobs: readonly Job[]) => Omit<BatchResult, "seconds">
/**
 * After a failed write or fsync the kernel may have dropped the pages and say yes the next time: nothing is tried again
 * before a restart, which reads back what is really there.
 */
export const untilDiskFails = (run: Commit): Commit => {
  let last: JobResult | undefined
  return (jobs) => {
    const failed = last
    if (failed !== undefined) return { results: jobs.map(() => failed), syncSeconds: 0 }
    const batch = run(jobs)
    last = batch.results.find((result) => !result.ok && result.error.disk === "failed")
    return batch
  }
}
