import type { DatabaseSync } from "node:sqlite"
import type { Grant } from "../../model.ts"

/** Only what was withheld for want of consent goes on; a withdrawal, an erasure or an operator's word stands. */
export const grant = (db: DatabaseSync): ((input: Grant) => boolean) => {
  const queue = db.prepare(
    `UPDATE delivery SET state = 'pending', due_at = ?1, reason = NULL WHERE state = 'withheld' AND reason IN ('consent_denied', 'consent_unknown')
       AND event_seq = (SELECT seq FROM event WHERE id = ?2) AND destination IN (SELECT value FROM json_each(?3))`,
  )
  const remember = db.prepare("UPDATE event SET choice = ? WHERE id = ?")
  return ({ id, choice, destinations, now }) => {
    if (queue.run(now, id, JSON.stringify(destinations)).changes === 0) return false
    remember.run(JSON.stringify(choice), id)
    return true
  }
}
