import type { DatabaseSync } from "node:sqlite"
import { canonicalJson } from "@tagwright/formats"
import { integer, jsonOrNull, text } from "../columns.ts"
import type { PersonUpdate } from "../model.ts"

/**
 * Remembers what a batch says about its person. A choice older than the one in force changes nothing (an offline
 * queue may deliver late); a new choice goes into the consent log and stops what is queued for destinations it denies.
 */
export const personUpdater = (db: DatabaseSync): ((person: PersonUpdate) => void) => {
  const find = db.prepare("SELECT choice, choice_at FROM person WHERE lead_id = ?")
  const log = db.prepare("INSERT INTO consent_log (lead_id, at, choice) VALUES (?, ?, ?)")
  const withhold = db.prepare(
    "UPDATE delivery SET state = 'withheld', reason = 'consent_withdrawn' WHERE lead_id = ? AND state = 'pending' AND destination IN (SELECT value FROM json_each(?))",
  )
  const addTouch = db.prepare("INSERT OR IGNORE INTO touch (lead_id, at, touch) VALUES (?, ?, ?)")
  const upsert = db.prepare(
    `INSERT INTO person (lead_id, client_id, session_id, choice, choice_at, first_touch, last_touch, seen_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?)
     ON CONFLICT (lead_id) DO UPDATE SET
       client_id = coalesce(excluded.client_id, client_id), session_id = coalesce(excluded.session_id, session_id),
       choice = excluded.choice, choice_at = excluded.choice_at,
       first_touch = coalesce(first_touch, excluded.first_touch), last_touch = coalesce(excluded.last_touch, last_touch),
       seen_at = max(seen_at, excluded.seen_at)`,
  )
  return (person) => {
    const known = find.get(person.leadId)
    const knownChoice = known && text(known["choice"])
    const knownAt = known === undefined ? 0 : integer(known["choice_at"])
    const stale = knownChoice !== undefined && person.choiceAt < knownAt
    const choice = stale ? knownChoice : canonicalJson(person.choice)
    if (!stale && choice !== knownChoice) {
      log.run(person.leadId, person.choiceAt, choice)
      if (person.denied.length > 0) withhold.run(person.leadId, JSON.stringify(person.denied))
    }
    const { firstTouch, lastTouch } = person
    upsert.run(
      person.leadId,
      person.clientId ?? null,
      person.sessionId ?? null,
      choice,
      Math.max(person.choiceAt, knownAt),
      jsonOrNull(firstTouch),
      jsonOrNull(lastTouch),
      person.seenAt,
    )
    for (const touch of [firstTouch, lastTouch]) if (touch !== undefined) addTouch.run(person.leadId, touch.at, JSON.stringify(touch))
  }
}
