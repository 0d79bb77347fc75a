import { createHash } from "node:crypto"
import { leadName, leadsIn } from "../../identity/names.ts"
import { erasedIn, errandOf } from "../errand.ts"
import { ERASURE, type Erased, type EraseInput, type EraseOutput, type PersonExport } from "../model.ts"
import { integer, maybeBytes, text } from "../columns.ts"
import { readEvent } from "../sqlite/events.ts"
import { personalValues } from "./claim.ts"
import type { Sql } from "./connect.ts"
import { insertEvents } from "./events.ts"
import { destroyKeys } from "./keys.ts"
import { cluster, consentOf, people } from "./queries.ts"
import { suppress } from "./suppression.ts"

/** Everything about one person, for that person (Art. 15 and 20 GDPR). */
export const exportPerson = async (sql: Sql, leadId: string): Promise<PersonExport> => {
  const names = await cluster(sql, leadName(leadId))
  const leads = leadsIn(names)
  const rows = await sql.rows("SELECT * FROM event WHERE lead_id = ANY($1::text[]) ORDER BY at", [leads])
  const stored = rows.map((row) => ({ event: readEvent(row), sealed: maybeBytes(row["personal"] ?? null) }))
  const own = stored.filter(({ sealed }) => sealed !== undefined)
  const values = new Map((await personalValues(sql, own)).map((one, index) => [own[index]?.event.seq, one]))
  const deliveries = await sql.rows("SELECT event.name AS event, destination, state, settled_at FROM delivery JOIN event ON event.seq = event_seq WHERE event.lead_id = ANY($1::text[]) ORDER BY delivery.id", [leads])
  return {
    names,
    people: await people(sql, leads),
    events: stored.map(({ event }) => ({ ...event, personal: values.get(event.seq) ?? {} })),
    consent: await consentOf(sql, leads),
    deliveries: deliveries.map((row) => ({ event: text(row["event"]), destination: text(row["destination"]), state: text(row["state"]), at: row["settled_at"] === null ? null : integer(row["settled_at"]) })),
  }
}

const OF_LEAD = "IN (SELECT seq FROM event WHERE lead_id = $1)"
const ERASE_ONE = [
  `UPDATE delivery SET state = 'withheld', reason = 'erased', answer = NULL WHERE event_seq ${OF_LEAD} AND state = 'pending'`,
  `UPDATE delivery_attempt SET answer = NULL WHERE delivery_id IN (SELECT id FROM delivery WHERE event_seq ${OF_LEAD})`,
  `UPDATE delivery SET answer = NULL, person = NULL WHERE event_seq ${OF_LEAD} AND (answer IS NOT NULL OR person IS NOT NULL)`,
  "DELETE FROM webhook WHERE lead_id = $1",
  "DELETE FROM person WHERE lead_id = $1",
  "DELETE FROM touch WHERE lead_id = $1",
  "DELETE FROM quarantine WHERE lead_id = $1",
]
const STRIP = "UPDATE event SET lead_id = NULL, client_id = NULL, session_id = NULL, page = NULL, personal = NULL, params = (params::jsonb - 'lead_id')::text WHERE lead_id = $1"

const eraseLead = async (sql: Sql, lead: string): Promise<number> => {
  const webhooks = await sql.rows("SELECT source, key FROM webhook WHERE lead_id = $1", [lead])
  await destroyKeys(sql, [lead, ...webhooks.map((row) => `webhook:${text(row["source"])}:${text(row["key"])}`)])
  for (const statement of ERASE_ONE) await sql.run(statement, [lead])
  // The proof of consent outlives the person's data, under a name that leads back to nobody.
  await sql.run("UPDATE consent_log SET lead_id = $2 WHERE lead_id = $1", [lead, `erased:${createHash("sha256").update(lead).digest("hex")}`])
  return sql.run(STRIP, [lead])
}

/**
 * Art. 17: the keys of the person's values are destroyed, what is left loses every id; what was queued stops, and every
 * destination that received something is told through the same queue. Figures (amounts, counts) stay: they name nobody.
 */
export const erase = async (sql: Sql, input: EraseInput): Promise<EraseOutput> => {
  const names = await cluster(sql, leadName(input.leadId))
  const leads = leadsIn(names)
  const recipients = await sql.rows(
    "SELECT DISTINCT destination FROM delivery JOIN event ON event.seq = event_seq WHERE event.lead_id = ANY($1::text[]) AND state IN ('delivered', 'dead') AND attempt > 0",
    [leads],
  )
  const rows = await sql.rows("SELECT * FROM event WHERE lead_id = ANY($1::text[]) ORDER BY at DESC", [leads])
  const stored = rows.map((row) => ({ event: readEvent(row), sealed: maybeBytes(row["personal"] ?? null) }))
  const values = await personalValues(sql, stored)
  const found = { names, recipients: recipients.map((row) => text(row["destination"])), events: stored.map(({ event }, index) => ({ event, personal: values[index] ?? {} })) }
  const { told, event, suppress: suppressed } = errandOf(found, input)
  await suppress(sql, suppressed, input.now)
  let events = 0
  for (const lead of leads) events += await eraseLead(sql, lead)
  await sql.run("DELETE FROM identity_edge WHERE a = ANY($1::text[]) OR b = ANY($1::text[])", [names])
  if (event !== undefined) await insertEvents(sql, [event])
  return { leads: leads.length, events, told }
}

export const erased = async (sql: Sql, errandId: string): Promise<Erased | undefined> => {
  const [row] = await sql.rows(`SELECT * FROM event WHERE id = $1 AND name = '${ERASURE}' AND personal IS NOT NULL`, [errandId])
  if (row === undefined) return undefined
  const [values] = await personalValues(sql, [{ event: readEvent(row), sealed: maybeBytes(row["personal"] ?? null) }])
  return erasedIn(values ?? {})
}

/** Once every recipient knows, the address in the errand is not needed any more. */
export const closeErrands = async (sql: Sql): Promise<number> => {
  const rows = await sql.rows(
    `UPDATE event SET personal = NULL WHERE name = '${ERASURE}' AND personal IS NOT NULL
       AND NOT EXISTS (SELECT 1 FROM delivery WHERE event_seq = event.seq AND state IN ('pending', 'dead')) RETURNING id`,
  )
  await destroyKeys(sql, rows.map((row) => `event:${text(row["id"])}`))
  return rows.length
}
