import { ERASURE, type RetentionInput } from "../model.ts"
import { text } from "../columns.ts"
import type { Sql } from "./connect.ts"
import { destroyKeys } from "./keys.ts"

/** At most this many rows of a kind in one transaction: nobody waits long for it. */
const AT_ONCE = 500

// SKIP LOCKED: what another process is just using, or just deleting too, is looked at again next time.
const WEBHOOKS = "DELETE FROM webhook WHERE seq IN (SELECT seq FROM webhook WHERE received_at < $1 AND state <> 'received' LIMIT $2 FOR UPDATE SKIP LOCKED) RETURNING source, key"
const PEOPLE = "DELETE FROM person WHERE lead_id IN (SELECT lead_id FROM person WHERE seen_at < $1 LIMIT $2 FOR UPDATE SKIP LOCKED) RETURNING lead_id"
const EVENTS = `DELETE FROM event WHERE seq IN (SELECT seq FROM event WHERE received_at < $1
    AND NOT EXISTS (SELECT 1 FROM delivery WHERE event_seq = event.seq AND state = 'pending') ORDER BY received_at LIMIT $2 FOR UPDATE SKIP LOCKED)`
const PERSONAL = `UPDATE event SET personal = NULL WHERE seq IN (SELECT seq FROM event WHERE personal IS NOT NULL AND name <> '${ERASURE}' AND received_at < $1
    AND NOT EXISTS (SELECT 1 FROM delivery WHERE event_seq = event.seq AND state = 'pending') LIMIT $2 FOR UPDATE SKIP LOCKED)`
const QUARANTINE = "DELETE FROM quarantine WHERE seq IN (SELECT seq FROM quarantine WHERE received_at < $1 LIMIT $2 FOR UPDATE SKIP LOCKED)"
const CONSENT = "DELETE FROM consent_log WHERE seq IN (SELECT seq FROM consent_log WHERE at < $1 LIMIT $2 FOR UPDATE SKIP LOCKED)"

/** Deletes what is older than the plan keeps. Answers how many rows went; call again until it is few. */
export const applyRetention = async (sql: Sql, { now, eventsBefore, personalBefore, webhooksBefore, quarantineBefore, consentBefore }: RetentionInput): Promise<number> => {
  const webhooks = await sql.rows(WEBHOOKS, [webhooksBefore, AT_ONCE])
  const people = (await sql.rows(PEOPLE, [eventsBefore, AT_ONCE])).map((row) => text(row["lead_id"]))
  if (people.length > 0) await sql.run("DELETE FROM touch WHERE lead_id = ANY($1::text[])", [people])
  await destroyKeys(sql, [...people, ...webhooks.map((row) => `webhook:${text(row["source"])}:${text(row["key"])}`)])
  const events = await sql.run(EVENTS, [eventsBefore, AT_ONCE])
  const personal = await sql.run(PERSONAL, [personalBefore, AT_ONCE])
  const quarantine = await sql.run(QUARANTINE, [quarantineBefore, AT_ONCE])
  const consent = await sql.run(CONSENT, [consentBefore, AT_ONCE])
  await sql.run("INSERT INTO meta (key, value) VALUES ('retention_at', $1) ON CONFLICT (key) DO UPDATE SET value = excluded.value", [String(now)])
  return webhooks.length + people.length + events + personal + quarantine + consent
}
