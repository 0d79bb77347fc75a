import type { DatabaseSync } from "node:sqlite"
import { MAY_BE_FIRST } from "../../line.ts"
import type { Redrive, Selection } from "../../model.ts"

const selection = `(?1 IS NULL OR id IN (SELECT value FROM json_each(?1))) AND (?2 IS NULL OR destination = ?2) AND (?3 IS NULL OR reason = ?3)`
const idsOf = (ids: number[] | undefined): string | null => (ids === undefined ? null : JSON.stringify(ids))

const DEAD = "state = 'dead'"
/** Not what is under way, its outcome is still to come; nor what waits for its turn, which is no matter of time. */
const WAITING = `(state = 'pending' AND attempt > 0 AND lease_until = 0 AND ${MAY_BE_FIRST})`

export const redrive = (db: DatabaseSync): ((input: Redrive) => number) => {
  const [dead, all] = [DEAD, `(${DEAD} OR ${WAITING})`].map((states) => db.prepare(`UPDATE delivery SET state = 'pending', due_at = ?4, lease_until = 0, retry_from = attempt WHERE ${states} AND ${selection}`))
  return ({ now, ids, destination, reason, waiting = false }) => Number((waiting ? all : dead)?.run(idsOf(ids), destination ?? null, reason ?? null, now).changes ?? 0)
}

export const discard = (db: DatabaseSync): ((input: Selection) => number) => {
  const update = db.prepare(`UPDATE delivery SET state = 'withheld', reason = 'discarded_by_operator', settled_at = ?4 WHERE ${DEAD} AND ${selection}`)
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
