import type { DatabaseSync } from "node:sqlite"
import type { Selection } from "../../model.ts"

const selection = `state = 'dead' AND (?1 IS NULL OR id IN (SELECT value FROM json_each(?1))) AND (?2 IS NULL OR destination = ?2) AND (?3 IS NULL OR reason = ?3)`
const idsOf = (ids: number[] | undefined): string | null => (ids === undefined ? null : JSON.stringify(ids))

export const redrive = (db: DatabaseSync): ((input: Selection) => number) => {
  const update = db.prepare(`UPDATE delivery SET state = 'pending', due_at = ?4, lease_until = 0, retry_from = attempt WHERE ${selection}`)
  return ({ now, ids, destination, reason }) => Number(update.run(idsOf(ids), destination ?? null, reason ?? null, now).changes)
}

export const discard = (db: DatabaseSync): ((input: Selection) => number) => {
  const update = db.prepare(`UPDATE delivery SET state = 'withheld', reason = 'discarded_by_operator', settled_at = ?4 WHERE ${selection}`)
  return ({ now, ids, destination, reason }) => Number(update.run(idsOf(ids), destination ?? null, reason ?? null, now).changes)
}

export const disableDestination = (db: DatabaseSync): ((input: { destination: string; now: number; reason: string }) => void) => {
  const insert = db.prepare("INSERT OR IGNORE INTO destination_state (destination, disabled_at, reason) VALUES (?, ?, ?)")
  return ({ destination, now, reason }) => void insert.run(destination, now, reason)
}
export const enableDestination = (db: DatabaseSync): ((destination: string) => boolean) => {
  const remove = db.prepare("DELETE FROM destination_state WHERE destination = ?")
  return (destination) => remove.run(destination).changes > 0
}
