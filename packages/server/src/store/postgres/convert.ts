import type { Conversion, NewEvent } from "../model.ts"
import { integer, jsonOrNull, maybeBytes, maybeText, text } from "../columns.ts"
import { personInTurn } from "../sqlite/events.ts"
import type { Sql } from "./connect.ts"
import { insertEvents } from "./events.ts"
import { openAll, sealAll } from "./keys.ts"

/**
 * One conversion per payment, whatever the mix and order of a provider's messages, and whichever process reads them.
 * Messages that share a key are the same conversion; the first is recorded. If only a later one knows the person, the
 * recorded event is given to that person, and deliveries that were withheld for want of a known choice are queued as the
 * later message says.
 */
export const convert = async (sql: Sql, event: NewEvent): Promise<Conversion> => {
  const keys = (event.keys ?? []).toSorted()
  const conversion = await record(sql, event, keys)
  const [reversal] = keys.length === 0 ? [] : await sql.rows("SELECT at FROM reversal WHERE key = ANY($1::text[]) LIMIT 1", [keys])
  if (reversal !== undefined) await markReversed(sql, keys, integer(reversal["at"]))
  return conversion
}

/** Conversions that did not happen after all: they count nowhere, and what is queued for them stops. Remembered, because the reversal may come first. */
export const reverse = async (sql: Sql, keys: readonly string[], at: number): Promise<void> => {
  const sorted = keys.toSorted()
  await meet(sql, sorted)
  await sql.run("INSERT INTO reversal (key, at) SELECT key, $2 FROM unnest($1::text[]) AS key ON CONFLICT (key) DO NOTHING", [sorted, at])
  await markReversed(sql, sorted, at)
}
const markReversed = async (sql: Sql, keys: readonly string[], at: number): Promise<void> => {
  await sql.run("UPDATE event SET reversed_at = $2 WHERE reversed_at IS NULL AND seq IN (SELECT event_seq FROM conversion_key WHERE key = ANY($1::text[]))", [keys, at])
  await sql.run("UPDATE delivery SET state = 'withheld', reason = 'reversed' WHERE state = 'pending' AND event_seq IN (SELECT event_seq FROM conversion_key WHERE key = ANY($1::text[]))", [keys])
}
/** A conversion and its reversal, read by two processes at once, wait for each other: otherwise neither would see the other. */
const meet = (sql: Sql, keys: readonly string[]): Promise<number> => (keys.length === 0 ? Promise.resolve(0) : sql.run("SELECT pg_advisory_xact_lock(hashtextextended(key, 0)) FROM unnest($1::text[]) AS key", [keys]))

const record = async (sql: Sql, event: NewEvent, keys: readonly string[]): Promise<Conversion> => {
  await meet(sql, keys)
  const known = await find(sql, keys)
  if (known !== undefined) {
    await link(sql, keys, known)
    return (await adopt(sql, known, event)) ? "adopted" : "duplicate"
  }
  // Two processes may read two messages of one payment at once. The second waits at the key until the first has committed.
  await sql.run("SAVEPOINT conversion")
  const seq = (await insertEvents(sql, [event])).get(event)
  if (seq === undefined) return "duplicate"
  if ((await link(sql, keys, seq)) === keys.length) return "accepted"
  await sql.run("ROLLBACK TO SAVEPOINT conversion")
  return record(sql, event, keys)
}

const find = async (sql: Sql, keys: readonly string[]): Promise<number | undefined> => {
  const [row] = keys.length === 0 ? [] : await sql.rows("SELECT event_seq FROM conversion_key WHERE key = ANY($1::text[]) LIMIT 1", [keys])
  return row && integer(row["event_seq"])
}
const link = (sql: Sql, keys: readonly string[], seq: number): Promise<number> =>
  keys.length === 0 ? Promise.resolve(0) : sql.run("INSERT INTO conversion_key (key, event_seq) SELECT key, $2 FROM unnest($1::text[]) AS key ON CONFLICT (key) DO NOTHING", [keys, seq])

const ADOPT = `UPDATE event SET lead_id = $1, client_id = $2, session_id = $3, choice = $4, params = (params::jsonb || $5::jsonb)::text, personal = coalesce($6, personal) WHERE seq = $7`
const QUEUE = `UPDATE delivery SET reason = CASE WHEN state = 'withheld' THEN $2 ELSE reason END, state = CASE WHEN state = 'withheld' THEN $1 ELSE state END,
    due_at = $3, person = $6 WHERE event_seq = $4 AND destination = $5 AND state IN ('pending', 'withheld') AND coalesce(reason, '') <> 'reversed' AND lease_until = 0`

const adopt = async (sql: Sql, seq: number, event: NewEvent): Promise<boolean> => {
  const [row] = await sql.rows("SELECT id, lead_id, personal FROM event WHERE seq = $1 FOR UPDATE", [seq])
  if (row === undefined || event.leadId === undefined || maybeText(row["lead_id"] ?? null) !== undefined) return false
  const sealed = maybeBytes(row["personal"] ?? null)
  const [opened] = sealed === undefined ? [] : await openAll(sql, [{ subject: `event:${text(row["id"])}`, sealed }])
  const plain = event.personal === undefined ? opened : JSON.stringify(event.personal)
  const [resealed] = plain === undefined ? [] : await sealAll(sql, [{ subject: event.leadId, plain }])
  await sql.run(ADOPT, [event.leadId, event.clientId ?? null, event.sessionId ?? null, jsonOrNull(event.choice), JSON.stringify(event.params), resealed ?? null, seq])
  for (const one of event.deliveries) await sql.run(QUEUE, [one.state, one.reason ?? null, one.dueAt, seq, one.destination, personInTurn(one, event)])
  return true
}
