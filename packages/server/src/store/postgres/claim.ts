import type { ClaimInput, Claimed, Claims, Lease, Person, StoredEvent } from "../model.ts"
import { HAS_TURN, MAY_BE_FIRST } from "../line.ts"
import { bytes, integer, maybeBytes, maybeInteger, text, type Row } from "../columns.ts"
import { readEvent, sealedUnder } from "../sqlite/events.ts"
import { readPerson } from "../sqlite/operations/claim.ts"
import type { Sql } from "./connect.ts"
import { columns } from "./events.ts"
import { openAll } from "./keys.ts"
import { suppressed } from "./suppression.ts"

// A leased delivery is due again when its lease runs out: one index serves both. Such an attempt failed by our fault.
// A lease waits for no disk and no standby: one that a failover loses was never taken, as if its worker had died.
const LEASE = `WITH due AS (
    SELECT id FROM delivery WHERE (SELECT set_config('synchronous_commit', 'off', true)) = 'off' AND destination = $1 AND state = 'pending' AND due_at <= $2 AND ${HAS_TURN}
      AND NOT EXISTS (SELECT 1 FROM destination_state WHERE destination = $1)
    ORDER BY due_at, id LIMIT $3 FOR UPDATE SKIP LOCKED),
  leased AS (
    UPDATE delivery SET retry_from = retry_from + CASE WHEN lease_until > 0 THEN 1 ELSE 0 END, lease_until = $4, lease_owner = $5, due_at = $4, attempt = attempt + 1
    FROM (SELECT delivery.id, delivery.due_at AS was_due FROM delivery JOIN due ON due.id = delivery.id) AS before
    WHERE delivery.id = before.id RETURNING delivery.id AS delivery, delivery.attempt, delivery.retry_from, delivery.event_seq, before.was_due)
  SELECT leased.*, event.* FROM leased JOIN event ON event.seq = leased.event_seq ORDER BY leased.was_due, leased.delivery`
const NEXT = `SELECT due_at AS due FROM delivery WHERE destination = $1 AND state = 'pending' AND ${MAY_BE_FIRST} AND ${HAS_TURN}
  AND NOT EXISTS (SELECT 1 FROM destination_state WHERE destination = $1) ORDER BY due_at LIMIT 1`

/** Leases due deliveries to a worker; rows that another worker is just leasing are passed over. */
export const claim = async (sql: Sql, node: string, { destination, now, leaseUntil, limit, suppression }: ClaimInput): Promise<Claims> => {
  const rows = limit > 0 ? await sql.rows(LEASE, [destination, now, limit, leaseUntil, node]) : []
  const [[next], claimed] = await Promise.all([sql.rows(NEXT, [destination]), withPeople(sql, destination, rows)])
  return { claimed: await markSuppressed(sql, claimed, suppression), nextDueAt: maybeInteger(next?.["due"] ?? null) }
}

const markSuppressed = async (sql: Sql, claimed: Claimed[], rule: ClaimInput["suppression"]): Promise<Claimed[]> => {
  if (rule === undefined || claimed.length === 0) return claimed
  const found = await suppressed(sql, claimed, rule)
  return claimed.map((one, index) => (found[index] === true ? { ...one, suppressed: true } : one))
}

const withPeople = async (sql: Sql, destination: string, rows: readonly Row[]): Promise<Claimed[]> => {
  if (rows.length === 0) return []
  const events = rows.map((row) => ({ event: readEvent(row), sealed: maybeBytes(row["personal"]) }))
  const [people, personal] = await Promise.all([peopleOf(sql, events.flatMap(({ event }) => event.leadId ?? [])), personalValues(sql, events)])
  return rows.map((row, index): Claimed => {
    const event = readEvent(row)
    const attempt = integer(row["attempt"])
    return { id: integer(row["delivery"]), attempt, tries: attempt - integer(row["retry_from"]), destination, event, personal: personal[index] ?? {}, person: event.leadId === undefined ? undefined : people.get(event.leadId) }
  })
}

const peopleOf = async (sql: Sql, leads: readonly string[]): Promise<Map<string, Person>> => {
  if (leads.length === 0) return new Map()
  const rows = await sql.rows("SELECT * FROM person WHERE lead_id = ANY($1::text[])", [leads])
  return new Map(rows.map((row) => [text(row["lead_id"]), readPerson(row)]))
}

/** Personal values of events: their own, or else the latest the same person gave us (a refund finds its CRM contact that way). */
export const personalValues = async (sql: Sql, events: readonly { event: Pick<StoredEvent, "id" | "leadId">; sealed: Uint8Array | undefined }[]): Promise<Record<string, string>[]> => {
  const wanting = [...new Set(events.flatMap(({ event, sealed }) => (sealed === undefined && event.leadId !== undefined ? [event.leadId] : [])))]
  const rows = wanting.length === 0 ? [] : await sql.rows("SELECT DISTINCT ON (lead_id) lead_id, personal FROM event WHERE lead_id = ANY($1::text[]) AND personal IS NOT NULL ORDER BY lead_id, at DESC", [wanting])
  const latest = new Map(rows.map((row) => [text(row["lead_id"]), bytes(row["personal"])]))
  const found = events.map(({ event, sealed }) => {
    const bytesOf = sealed ?? (event.leadId === undefined ? undefined : latest.get(event.leadId))
    return bytesOf === undefined ? undefined : { subject: sealedUnder(event), sealed: bytesOf }
  })
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
