import type { DatabaseSync } from "node:sqlite"
import { mergePerson, type PersonRow } from "../../merge-person.ts"
import type { PersonUpdate } from "../../model.ts"
import { integer, maybeText, text, type Row } from "../../columns.ts"

export const readPersonRow = (row: Row): PersonRow => ({
  clientId: maybeText(row["client_id"]) ?? null,
  sessionId: maybeText(row["session_id"]) ?? null,
  choice: text(row["choice"]),
  choiceAt: integer(row["choice_at"]),
  firstTouch: maybeText(row["first_touch"]) ?? null,
  lastTouch: maybeText(row["last_touch"]) ?? null,
  seenAt: integer(row["seen_at"]),
})

/** Remembers what a batch says about its person: the rules are `mergePerson`'s. Answers whether its choice is the one in force. */
export const personUpdater = (db: DatabaseSync): ((person: PersonUpdate) => boolean) => {
  const find = db.prepare("SELECT client_id, session_id, choice, choice_at, first_touch, last_touch, seen_at FROM person WHERE lead_id = ?")
  const log = db.prepare("INSERT INTO consent_log (lead_id, at, choice, proof) VALUES (?, ?, ?, ?)")
  const withhold = db.prepare(
    `UPDATE delivery SET state = 'withheld', reason = 'consent_withdrawn'
     WHERE event_seq IN (SELECT seq FROM event WHERE lead_id = ?) AND state = 'pending' AND destination IN (SELECT value FROM json_each(?))`,
  )
  const addTouch = db.prepare("INSERT OR IGNORE INTO touch (lead_id, at, touch) VALUES (?, ?, ?)")
  const write = db.prepare(
    `INSERT INTO person (lead_id, client_id, session_id, choice, choice_at, first_touch, last_touch, seen_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?)
     ON CONFLICT (lead_id) DO UPDATE SET client_id = excluded.client_id, session_id = excluded.session_id, choice = excluded.choice,
       choice_at = excluded.choice_at, first_touch = excluded.first_touch, last_touch = excluded.last_touch, seen_at = excluded.seen_at`,
  )
  return (person) => {
    const row = find.get(person.leadId)
    const known = row && readPersonRow(row)
    const { next, logged, touches, stale } = mergePerson(known, person)
    if (logged !== undefined) {
      log.run(person.leadId, logged.at, logged.choice, logged.proof)
      if (person.denied.length > 0) withhold.run(person.leadId, JSON.stringify(person.denied))
    }
    if (next !== known) write.run(person.leadId, next.clientId, next.sessionId, next.choice, next.choiceAt, next.firstTouch, next.lastTouch, next.seenAt)
    for (const { at, touch } of touches) addTouch.run(person.leadId, at, touch)
    return !stale
  }
}
