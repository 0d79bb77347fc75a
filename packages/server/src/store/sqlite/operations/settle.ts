import type { DatabaseSync } from "node:sqlite"
import type { Settlement } from "../../model.ts"

/**
 * Writes down how attempts ended. `attempt` is the fence: a worker whose lease ran out cannot overwrite its successor,
 * and nobody settles twice.
 * A delivery that was withheld meanwhile, yet went out, is recorded as delivered: the record tells what happened. One that did
 * not go out stays withheld, for the reason that it was.
 */
export const settle = (db: DatabaseSync): ((settlements: readonly Settlement[]) => number) => {
  const update = db.prepare(
    `UPDATE delivery SET state = CASE WHEN state = 'withheld' AND ?1 = 'pending' THEN state ELSE ?1 END,
       due_at = ?2, lease_until = 0, reason = CASE WHEN state = 'withheld' AND ?1 = 'pending' THEN reason ELSE ?3 END, reason_class = ?4, status = ?5, answer = ?6, settled_at = ?7
     WHERE id = ?8 AND attempt = ?9 AND lease_until > 0 AND state IN ('pending', 'withheld')`,
  )
  const note = db.prepare("INSERT OR IGNORE INTO delivery_attempt (delivery_id, attempt, at, state, reason, reason_class, status, answer) VALUES (?, ?, ?, ?, ?, ?, ?, ?)")
  return (settlements) => {
    let settled = 0
    for (const one of settlements) {
      const told = [one.reason ?? null, one.reasonClass ?? null, one.status ?? null, one.answer ?? null] as const
      const { changes } = update.run(one.state, one.dueAt, ...told, one.at, one.id, one.attempt)
      // The delivery itself tells of an attempt that delivered; the others would be overwritten by the next one.
      if (changes > 0 && one.state !== "delivered") note.run(one.id, one.attempt, one.at, one.state, ...told)
      settled += Number(changes)
    }
    return settled
  }
}
