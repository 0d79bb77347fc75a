import type { Settlement } from "../model.ts"
import { integer } from "../columns.ts"
import type { Sql } from "./connect.ts"
import { columns } from "./events.ts"

// One statement: it commits itself, without a BEGIN and a COMMIT to wait for. What delivered tells of itself; an attempt that did not would be overwritten by the next one.
const SETTLE = `WITH v AS (
    SELECT * FROM unnest($1::bigint[], $2::integer[], $3::text[], $4::bigint[], $5::text[], $6::text[], $7::integer[], $8::text[], $9::bigint[])
      AS v (id, attempt, state, due_at, reason, reason_class, status, answer, at)),
  settled AS (
    UPDATE delivery SET state = CASE WHEN delivery.state = 'withheld' AND v.state = 'pending' THEN delivery.state ELSE v.state END,
      due_at = v.due_at, lease_until = 0, reason = CASE WHEN delivery.state = 'withheld' AND v.state = 'pending' THEN delivery.reason ELSE v.reason END, reason_class = v.reason_class, status = v.status, answer = v.answer, settled_at = v.at
    FROM v WHERE delivery.id = v.id AND delivery.attempt = v.attempt AND lease_until > 0 AND delivery.state IN ('pending', 'withheld') RETURNING delivery.id, delivery.attempt),
  noted AS (
    INSERT INTO delivery_attempt (delivery_id, attempt, state, reason, reason_class, status, answer, at)
    SELECT id, attempt, state, reason, reason_class, status, answer, at FROM v JOIN settled USING (id, attempt) WHERE state <> 'delivered' ON CONFLICT (delivery_id, attempt) DO NOTHING)
  SELECT id, attempt FROM settled`

/** Writes down how attempts ended, for several callers at once; each is told how many of its own counted. The rules are the port's. */
export const settle = async (sql: Sql, calls: readonly (readonly Settlement[])[]): Promise<number[]> => {
  // In one order, so that two processes never wait for each other; of two for one attempt the first counts.
  const all = [...new Map(calls.flat().toReversed().map((one) => [`${one.id}:${one.attempt}`, one])).values()].toSorted((a, b) => a.id - b.id || a.attempt - b.attempt)
  if (all.length === 0) return calls.map(() => 0)
  const rows = await sql.rows(
    SETTLE,
    columns(all, ({ id }) => id, ({ attempt }) => attempt, ({ state }) => state, ({ dueAt }) => dueAt, ({ reason }) => reason ?? null, ({ reasonClass }) => reasonClass ?? null, ({ status }) => status ?? null, ({ answer }) => answer ?? null, ({ at }) => at),
  )
  const changed = new Set(rows.map((row) => `${integer(row["id"])}:${integer(row["attempt"])}`))
  const counted = new Set(all.filter(({ id, attempt }) => changed.has(`${id}:${attempt}`)))
  return calls.map((own) => own.filter((one) => counted.has(one)).length)
}
