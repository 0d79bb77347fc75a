import type { KpiScope, OperationKind, OperationOf, OperationRecord } from "@tagwright/formats"
import type { PlanRuntime } from "../plan/runtime.ts"
import type { Reader } from "../store/reading/reader.ts"
import { integer } from "../store/columns.ts"
import { CANARY } from "../store/model.ts"

/** What every figure is computed from: one look at the store, the plan, and the operations ledger. */
export interface Facts {
  reader: Reader
  runtime: PlanRuntime
  scope: Scope
  /** Records of one kind within the scope, oldest first */
  ledger<K extends OperationKind>(kind: K): OperationOf<K>[]
}

export interface Scope extends KpiScope {
  now: number
  /** Value of `event.test_mode` that counts */
  test: 0 | 1
  /** How many events count */
  events: number
}

export interface ScopeInput {
  now: number
  days: number
}
const DAY_MS = 86_400_000

/** The last `days` days up to now. Production counts no test data; a test environment counts nothing else. */
export const scopeOf = async (reader: Reader, runtime: PlanRuntime, { now, days }: ScopeInput): Promise<Scope> => {
  const [from, to] = [now - days * DAY_MS, now + 1]
  const isTest = runtime.environment.testMode
  const test = isTest ? 1 : 0
  const kinds = await reader.rows("SELECT test_mode, count(*) AS n FROM event WHERE received_at >= ? AND received_at < ? AND name <> ? GROUP BY test_mode", from, to, CANARY)
  const [refused] = await reader.rows("SELECT count(*) AS n FROM quarantine WHERE reason = 'wrong_environment' AND received_at >= ? AND received_at < ?", from, to)
  const of = (kind: number): number => integer(kinds.find((row) => row["test_mode"] === kind)?.["n"] ?? 0)
  return { environment: runtime.environmentName, data: isTest ? "test" : "production", from, to, now, test, events: of(test), leftOut: of(1 - test) + integer(refused?.["n"]) }
}

export const factsOf = async (reader: Reader, runtime: PlanRuntime, records: readonly OperationRecord[], input: ScopeInput): Promise<Facts> => {
  const scope = await scopeOf(reader, runtime, input)
  const isKind =
    <K extends OperationKind>(kind: K) =>
    (record: OperationRecord): record is OperationOf<K> =>
      record.kind === kind
  return { reader, runtime, scope, ledger: (kind) => records.filter(isKind(kind)).filter(({ at }) => at >= scope.from && at < scope.to) }
}

/** What an answer says about what it counts; `leftOut` shows that test rows in a production store, or the reverse, are not counted. */
export const kpiScope = ({ scope: { environment, data, from, to, leftOut } }: Facts): KpiScope => ({ environment, data, from, to, leftOut })
