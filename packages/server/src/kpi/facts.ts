import type { DatabaseSync } from "node:sqlite"
import type { KpiScope, OperationKind, OperationOf, OperationRecord } from "@tagwright/formats"
import type { PlanRuntime } from "../plan/runtime.ts"
import { integer } from "../store/sqlite/columns.ts"
import { clusterReader } from "../store/sqlite/operations/identity.ts"

/** What every figure is computed from: the store, read only, the plan, and the operations ledger. */
export interface Facts {
  db: DatabaseSync
  runtime: PlanRuntime
  scope: Scope
  /** Records of one kind within the scope, oldest first */
  ledger<K extends OperationKind>(kind: K): OperationOf<K>[]
  /** Everything that stands for the same person as `lead:<id>` */
  leadsOf(leadId: string): string[]
}

export interface Scope extends Omit<KpiScope, "leftOut"> {
  now: number
  /** Value of `event.test_mode` that counts */
  test: 0 | 1
  /** Numbers of the first event within the scope and of the first after it */
  fromSeq: number
  toSeq: number
}

/**
 * Numbers grow with the time of receipt, so a binary search finds where a time begins: no index has to be kept for it
 * on the hot path, and ten million rows cost some twenty look-ups.
 */
export const seqAt = (db: DatabaseSync, table: "event" | "quarantine", at: number): number => {
  const first = db.prepare(`SELECT seq, received_at FROM ${table} WHERE seq >= ? ORDER BY seq LIMIT 1`)
  const last = db.prepare(`SELECT coalesce(max(seq), 0) AS seq FROM ${table}`).get()
  let low = 1
  let high = integer(last?.["seq"]) + 1
  while (low < high) {
    const middle = Math.floor((low + high) / 2)
    const row = first.get(middle)
    if (row === undefined || integer(row["received_at"]) >= at) high = middle
    else low = integer(row["seq"]) + 1
  }
  return low
}

export interface ScopeInput {
  now: number
  days: number
}
const DAY_MS = 86_400_000

/** The last `days` days up to now. Production counts no test data; a test environment counts nothing else. */
export const scopeOf = (db: DatabaseSync, runtime: PlanRuntime, { now, days }: ScopeInput): Scope => {
  const from = now - days * DAY_MS
  const to = now + 1
  const isTest = runtime.environment.testMode
  return { environment: runtime.environmentName, data: isTest ? "test" : "production", test: isTest ? 1 : 0, from, to, now, fromSeq: seqAt(db, "event", from), toSeq: seqAt(db, "event", to) }
}

export const factsOf = (db: DatabaseSync, runtime: PlanRuntime, records: readonly OperationRecord[], input: ScopeInput): Facts => {
  const scope = scopeOf(db, runtime, input)
  const cluster = clusterReader(db)
  const isKind =
    <K extends OperationKind>(kind: K) =>
    (record: OperationRecord): record is OperationOf<K> =>
      record.kind === kind
  return {
    db,
    runtime,
    scope,
    ledger: (kind) => records.filter(isKind(kind)).filter(({ at }) => at >= scope.from && at < scope.to),
    leadsOf: (leadId) => cluster(`lead:${leadId}`).flatMap((name) => (name.startsWith("lead:") ? [name.slice("lead:".length)] : [])),
  }
}

/** Test rows in a production store, or the reverse: counted to show that they are not counted. */
const leftOut = ({ db, scope }: Facts): number => {
  const rows = db.prepare("SELECT count(*) AS n FROM event WHERE received_at >= ? AND received_at < ? AND test_mode <> ?").get(scope.from, scope.to, scope.test)
  const refused = db.prepare("SELECT count(*) AS n FROM quarantine WHERE reason = 'wrong_environment' AND received_at >= ? AND received_at < ?").get(scope.from, scope.to)
  return integer(rows?.["n"]) + integer(refused?.["n"])
}

export const kpiScope = (facts: Facts): KpiScope => {
  const { environment, data, from, to } = facts.scope
  return { environment, data, from, to, leftOut: leftOut(facts) }
}
