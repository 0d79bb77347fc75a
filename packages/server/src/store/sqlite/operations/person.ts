import type { DatabaseSync } from "node:sqlite"
import { canonicalJson } from "@tagwright/formats"
import { integer, jsonOrNull, text, type Row } from "../columns.ts"
import type { PersonUpdate } from "../../model.ts"

/** Retention counts in days: when somebody was seen last is kept to the minute. */
const SEEN_EVERY_MS = 60_000

/**
 * Remembers what a batch says about its person. A choice older than the one in force changes nothing (an offline
 * queue may deliver late); a new choice goes into the consent log and stops what is queued for destinations it denies.
 */
export const personUpdater = (db: DatabaseSync): ((person: PersonUpdate) => void) => {
  const find = db.prepare("SELECT client_id, session_id, choice, choice_at, first_touch, last_touch, seen_at FROM person WHERE lead_id = ?")
  const log = db.prepare("INSERT INTO consent_log (lead_id, at, choice) VALUES (?, ?, ?)")
  const withhold = db.prepare(
    `UPDATE delivery SET state = 'withheld', reason = 'consent_withdrawn'
     WHERE event_seq IN (SELECT seq FROM event WHERE lead_id = ?) AND state = 'pending' AND destination IN (SELECT value FROM json_each(?))`,
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
  const confirm = db.prepare("UPDATE person SET choice_at = ? WHERE lead_id = ?")
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
    const firstTouch = jsonOrNull(person.firstTouch)
    const lastTouch = jsonOrNull(person.lastTouch)
    const fresh = { client_id: person.clientId ?? null, session_id: person.sessionId ?? null, first_touch: firstTouch, last_touch: lastTouch }
    const choiceAt = Math.max(person.choiceAt, knownAt)
    // Most batches say nothing new but that the choice still stands.
    if (known !== undefined && choice === knownChoice && isCurrent(known, fresh, person)) return void (choiceAt > knownAt && confirm.run(choiceAt, person.leadId))
    upsert.run(person.leadId, fresh.client_id, fresh.session_id, choice, choiceAt, firstTouch, lastTouch, person.seenAt)
    if (person.firstTouch !== undefined) addTouch.run(person.leadId, person.firstTouch.at, firstTouch)
    if (person.lastTouch !== undefined) addTouch.run(person.leadId, person.lastTouch.at, lastTouch)
  }
}

const isCurrent = (known: Row, fresh: Record<"client_id" | "session_id" | "first_touch" | "last_touch", string | null>, { seenAt }: PersonUpdate): boolean =>
  seenAt - integer(known["seen_at"]) < SEEN_EVERY_MS &&
  (fresh.client_id === null || fresh.client_id === known["client_id"]) &&
  (fresh.session_id === null || fresh.session_id === known["session_id"]) &&
  (fresh.first_touch === null || known["first_touch"] !== null) &&
  (fresh.last_touch === null || fresh.last_touch === known["last_touch"])
