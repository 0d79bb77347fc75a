import { MAY_BE_FIRST } from "../line.ts"
import type { Redrive, Selection } from "../model.ts"
import type { Sql } from "./connect.ts"

const DEAD = "state = 'dead'"
/** Not what is under way, its outcome is still to come; nor what waits for its turn, which is no matter of time. */
const WAITING = `(state = 'pending' AND attempt > 0 AND lease_until = 0 AND ${MAY_BE_FIRST})`
const SELECTED = "($1::bigint[] IS NULL OR id = ANY($1)) AND ($2::text IS NULL OR destination = $2) AND ($3::text IS NULL OR reason = $3)"
const valuesOf = ({ ids, destination, reason, now }: Selection): unknown[] => [ids ?? null, destination ?? null, reason ?? null, now]

export const redrive = (sql: Sql, { waiting = false, ...selection }: Redrive): Promise<number> =>
  sql.run(`UPDATE delivery SET state = 'pending', due_at = $4, lease_until = 0, retry_from = attempt WHERE ${waiting ? `(${DEAD} OR ${WAITING})` : DEAD} AND ${SELECTED}`, valuesOf(selection))

export const discard = (sql: Sql, selection: Selection): Promise<number> => sql.run(`UPDATE delivery SET state = 'withheld', reason = 'discarded_by_operator', settled_at = $4 WHERE ${DEAD} AND ${SELECTED}`, valuesOf(selection))

export const disableDestination = async (sql: Sql, { destination, now, reason }: { destination: string; now: number; reason: string }): Promise<void> =>
  void (await sql.run("INSERT INTO destination_state (destination, disabled_at, reason) VALUES ($1, $2, $3) ON CONFLICT (destination) DO NOTHING", [destination, now, reason]))

export const enableDestination = async (sql: Sql, destination: string): Promise<boolean> => (await sql.run("DELETE FROM destination_state WHERE destination = $1", [destination])) > 0
