import type { DatabaseSync } from "node:sqlite"
import type { Vault } from "../../../privacy/vault.ts"
import { integer, maybeBytes, maybeText, text } from "../../columns.ts"
import { eventInserter, personInTurn } from "../events.ts"
import type { Conversion, NewEvent } from "../../model.ts"

/**
 * One conversion per payment, whatever the mix and order of a provider's messages. Messages that share a key are the
 * same conversion; the first is recorded. If only a later one knows the person, the recorded event is given to that
 * person, and deliveries that were withheld for want of a known choice are queued as the later message says.
 */
export const converter = (db: DatabaseSync, vault: Vault): ((event: NewEvent) => Conversion) => {
  const insertEvent = eventInserter(db, vault)
  const find = db.prepare("SELECT event_seq FROM conversion_key WHERE key = ?")
  const link = db.prepare("INSERT OR IGNORE INTO conversion_key (key, event_seq) VALUES (?, ?)")
  const reversal = db.prepare("SELECT at FROM reversal WHERE key IN (SELECT value FROM json_each(?))")
  const reverse = reverser(db)
  const adopt = adopter(db, vault)
  return (event) => {
    const keys = event.keys ?? []
    const known = keys.map((key) => find.get(key)).find((row) => row !== undefined)
    const seq = known === undefined ? insertEvent(event) : integer(known["event_seq"])
    if (seq === undefined) return "duplicate"
    for (const key of keys) link.run(key, seq)
    const reversed = reversal.get(JSON.stringify(keys))
    if (reversed !== undefined) reverse(seq, integer(reversed["at"]))
    if (known === undefined) return "accepted"
    return adopt(seq, event) ? "adopted" : "duplicate"
  }
}

/** A conversion that did not happen after all: it counts nowhere, and what is queued for it stops. What was sent already cannot be called back. */
export const reverser = (db: DatabaseSync): ((seq: number, at: number) => void) => {
  const mark = db.prepare("UPDATE event SET reversed_at = ? WHERE seq = ? AND reversed_at IS NULL")
  const stop = db.prepare("UPDATE delivery SET state = 'withheld', reason = 'reversed' WHERE state = 'pending' AND event_seq = ?")
  return (seq, at) => {
    mark.run(at, seq)
    stop.run(seq)
  }
}

const adopter = (db: DatabaseSync, vault: Vault): ((seq: number, event: NewEvent) => boolean) => {
  const find = db.prepare("SELECT id, lead_id, personal FROM event WHERE seq = ?")
  const update = db.prepare(
    "UPDATE event SET lead_id = ?, client_id = ?, session_id = ?, choice = ?, params = json_patch(params, ?), personal = coalesce(?, personal) WHERE seq = ?",
  )
  const queue = db.prepare(
    `UPDATE delivery SET state = CASE WHEN state = 'withheld' THEN ?1 ELSE state END, reason = CASE WHEN state = 'withheld' THEN ?2 ELSE reason END,
       due_at = ?3, person = ?6 WHERE event_seq = ?4 AND destination = ?5 AND state IN ('pending', 'withheld') AND coalesce(reason, '') <> 'reversed' AND lease_until = 0`,
  )
  return (seq, event) => {
    const row = find.get(seq)
    if (row === undefined || event.leadId === undefined || maybeText(row["lead_id"]) !== undefined) return false
    const subject = `event:${text(row["id"])}`
    const sealed = maybeBytes(row["personal"])
    const plain = event.personal === undefined ? sealed && vault.open(subject, sealed) : JSON.stringify(event.personal)
    update.run(
      event.leadId,
      event.clientId ?? null,
      event.sessionId ?? null,
      event.choice === undefined ? null : JSON.stringify(event.choice),
      JSON.stringify(event.params),
      plain === undefined ? null : vault.seal(event.leadId, plain),
      seq,
    )
    for (const one of event.deliveries) queue.run(one.state, one.reason ?? null, one.dueAt, seq, one.destination, personInTurn(one, event))
    return true
  }
}
