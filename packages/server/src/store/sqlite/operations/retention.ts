import type { DatabaseSync } from "node:sqlite"
import type { Vault } from "../../../privacy/vault.ts"
import { text } from "../../columns.ts"
import { ERASURE, type RetentionInput } from "../../model.ts"

/** At most this many rows of a kind in one transaction: nobody waits long for it. */
const AT_ONCE = 500

/** Deletes what is older than the plan keeps. Answers how many rows went; call again until it is few. */
export const applyRetention = (db: DatabaseSync, vault: Vault): ((input: RetentionInput) => number) => {
  const oldWebhooks = db.prepare("SELECT source, key FROM webhook WHERE received_at < ? AND state <> 'received' LIMIT ?")
  const dropWebhook = db.prepare("DELETE FROM webhook WHERE source = ? AND key = ?")
  const dropEvents = db.prepare(
    "DELETE FROM event WHERE seq IN (SELECT seq FROM event WHERE received_at < ?1 AND NOT EXISTS (SELECT 1 FROM delivery WHERE event_seq = event.seq AND state = 'pending') ORDER BY received_at LIMIT ?2)",
  )
  const dropQuarantine = db.prepare("DELETE FROM quarantine WHERE seq IN (SELECT seq FROM quarantine WHERE received_at < ? LIMIT ?)")
  const dropConsent = db.prepare("DELETE FROM consent_log WHERE seq IN (SELECT seq FROM consent_log WHERE at < ? LIMIT ?)")
  const oldPeople = db.prepare("SELECT lead_id FROM person WHERE seen_at < ? LIMIT ?")
  const dropPerson = db.prepare("DELETE FROM person WHERE lead_id = ?")
  const dropTouches = db.prepare("DELETE FROM touch WHERE lead_id = ?")
  const note = db.prepare("INSERT INTO meta (key, value) VALUES ('retention_at', ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value")
  const dropPersonal = db.prepare(
    `UPDATE event SET personal = NULL WHERE seq IN (SELECT seq FROM event WHERE personal IS NOT NULL AND name <> '${ERASURE}' AND received_at < ?1
       AND NOT EXISTS (SELECT 1 FROM delivery WHERE event_seq = event.seq AND state = 'pending') LIMIT ?2)`,
  )
  return ({ now, eventsBefore, personalBefore, webhooksBefore, quarantineBefore, consentBefore }) => {
    const webhooks = oldWebhooks.all(webhooksBefore, AT_ONCE)
    for (const row of webhooks) {
      dropWebhook.run(text(row["source"]), text(row["key"]))
      vault.destroy(`webhook:${text(row["source"])}:${text(row["key"])}`)
    }
    const people = oldPeople.all(eventsBefore, AT_ONCE).map((row) => text(row["lead_id"]))
    for (const lead of people) {
      dropPerson.run(lead)
      dropTouches.run(lead)
      vault.destroy(lead)
    }
    note.run(String(now))
    return [dropEvents.run(eventsBefore, AT_ONCE), dropPersonal.run(personalBefore, AT_ONCE), dropQuarantine.run(quarantineBefore, AT_ONCE), dropConsent.run(consentBefore, AT_ONCE)].reduce((sum, { changes }) => sum + Number(changes), webhooks.length + people.length)
  }
}
