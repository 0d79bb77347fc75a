import type { ClaimInput, Claimed, Claims, Lease, StoredEvent } from "../model.ts"
import { HAS_TURN, MAY_BE_FIRST } from "../line.ts"
import { integer, maybeBytes, maybeInteger, maybeJson, type Row } from "../columns.ts"
import { readEvent, sealedUnder } from "../sqlite/events.ts"
import { readPerson } from "../sqlite/operations/claim.ts"
import type { Sql } from "./connect.ts"
import { columns } from "./events.ts"
import { openAll } from "./keys.ts"
import { suppressed } from "./suppression.ts"

// One statement, because each further one costs as much as it: what is leased, what that needs to be sent, and when the next is due.
// A leased delivery is due again when its lease runs out: one index serves both. Such an attempt failed by our fault.
// A lease waits for no disk and no standby: one that a failover loses was never taken, as if its worker had died.
// Personal values are the event's own, or else the latest the same person gave us (a refund finds its CRM contact that way).
const CLAIM = `WITH due AS (
    SELECT id FROM delivery WHERE (SELECT set_config('synchronous_commit', 'off', true)) = 'off' AND destination = $1 AND state = 'pending' AND due_at <= $2 AND ${HAS_TURN}
      AND NOT EXISTS (SELECT 1 FROM destination_state WHERE destination = $1)
    ORDER BY due_at, id LIMIT $3 FOR UPDATE SKIP LOCKED),
  leased AS (
    UPDATE delivery SET retry_from = retry_from + CASE WHEN lease_until > 0 THEN 1 ELSE 0 END, lease_until = $4, lease_owner = $5, due_at = $4, attempt = attempt + 1
    FROM (SELECT delivery.id, delivery.due_at AS was_due FROM delivery JOIN due ON due.id = delivery.id) AS before
    WHERE delivery.id = before.id RETURNING delivery.id AS delivery, delivery.attempt, delivery.retry_from, delivery.event_seq, before.was_due)
  SELECT leased.*, event.*, to_json(person)::text AS person, given.personal AS given,
    (SELECT due_at FROM delivery WHERE destination = $1 AND state = 'pending' AND ${MAY_BE_FIRST} AND ${HAS_TURN} AND id NOT IN (SELECT id FROM due)
      AND NOT EXISTS (SELECT 1 FROM destination_state WHERE destination = $1) ORDER BY due_at LIMIT 1) AS next_due
  FROM (SELECT 1) AS always LEFT JOIN leased ON true LEFT JOIN event ON event.seq = leased.event_seq LEFT JOIN person ON person.lead_id = event.lead_id
    LEFT JOIN LATERAL (SELECT personal FROM event AS other WHERE event.personal IS NULL AND other.lead_id = event.lead_id AND other.personal IS NOT NULL ORDER BY at DESC LIMIT 1) AS given ON true
  ORDER BY leased.was_due, leased.delivery`

/** Leases due deliveries to a worker; rows that another worker is just leasing are passed over. */
export const claim = async (sql: Sql, node: string, { destination, now, leaseUntil, limit, suppression }: ClaimInput): Promise<Claims> => {
  const rows = await sql.rows(CLAIM, [destination, now, limit, leaseUntil, node])
  const others = maybeInteger(rows[0]?.["next_due"] ?? null)
  const leased = rows.filter((row) => row["delivery"] !== null)
  const claimed = await withValues(sql, destination, leased)
  const nextDueAt = leased.length === 0 ? others : Math.min(leaseUntil, others ?? leaseUntil)
  return { claimed: await markSuppressed(sql, claimed, suppression), nextDueAt }
}

const markSuppressed = async (sql: Sql, claimed: Claimed[], rule: ClaimInput["suppression"]): Promise<Claimed[]> => {
  if (rule === undefined || claimed.length === 0) return claimed
  const found = await suppressed(sql, claimed, rule)
  return claimed.map((one, index) => (found[index] === true ? { ...one, suppressed: true } : one))
}

const withValues = async (sql: Sql, destination: string, rows: readonly Row[]): Promise<Claimed[]> => {
  const events = rows.map((row) => ({ event: readEvent(row), sealed: maybeBytes(row["personal"] ?? row["given"] ?? null) }))
  const personal = await personalValues(sql, events)
  return rows.map((row, index): Claimed => {
    const attempt = integer(row["attempt"])
    const person = maybeJson<Row>(row["person"] ?? null)
    return { id: integer(row["delivery"]), attempt, tries: attempt - integer(row["retry_from"]), destination, event: readEvent(row), personal: personal[index] ?? {}, person: person && readPerson(person) }
  })
}

/** Personal values as they were given; none where their key was destroyed. */
export const personalValues = async (sql: Sql, events: readonly { event: Pick<StoredEvent, "id" | "leadId">; sealed: Uint8Array | undefined }[]): Promise<Record<string, string>[]> => {
  const found = events.map(({ event, sealed }) => sealed && { subject: sealedUnder(event), sealed })
  const opened = await openAll(sql, found.filter((one) => one !== undefined))
  let next = 0
  return found.map((one): Record<string, string> => {
    const plain = one === undefined ? undefined : opened[next++]
    if (plain === undefined) return {}
    const values: Record<string, string> = JSON.parse(plain.toString())
    return values
  })
}

/** Gives leases back untouched. The fence holds here too: a lease that ran out and was given on is not ours. */
export const release = (sql: Sql, leases: readonly Lease[], now: number): Promise<number> =>
  sql.run(
    `UPDATE delivery SET lease_until = 0, due_at = $3, attempt = delivery.attempt - 1 FROM unnest($1::bigint[], $2::integer[]) AS l (id, attempt)
     WHERE delivery.id = l.id AND delivery.attempt = l.attempt AND state = 'pending' AND lease_until > 0`,
    [...columns(leases, ({ id }) => id, ({ attempt }) => attempt), now],
  )

/**
 * At its start a node holds nothing: what it had leased before it died is due at once, instead of when the lease runs out.
 * Such an attempt keeps its number (it may have reached the peer) and does not lengthen the wait after the next one.
 */
export const releaseOwn = async (sql: Sql, node: string, now: number): Promise<void> => {
  await sql.run("UPDATE delivery SET lease_until = 0, due_at = $2, retry_from = retry_from + 1 WHERE lease_owner = $1 AND state = 'pending' AND lease_until > 0", [node, now])
  await sql.run("UPDATE webhook SET lease_until = 0, due_at = $2 WHERE lease_owner = $1 AND state = 'received' AND lease_until > 0", [node, now])
}
