import type { Grant } from "../model.ts"
import type { Sql } from "./connect.ts"

const QUEUE = `UPDATE delivery SET state = 'pending', due_at = $1, reason = NULL WHERE state = 'withheld' AND reason IN ('consent_denied', 'consent_unknown')
  AND event_seq = (SELECT seq FROM event WHERE id = $2) AND destination = ANY($3::text[])`

/** Only what was withheld for want of consent goes on; a withdrawal, an erasure or an operator's word stands. */
export const grant = async (sql: Sql, { id, choice, destinations, now }: Grant): Promise<boolean> => {
  if ((await sql.run(QUEUE, [now, id, destinations])) === 0) return false
  await sql.run("UPDATE event SET choice = $1 WHERE id = $2", [JSON.stringify(choice), id])
  return true
}
