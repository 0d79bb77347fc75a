import { CANARY } from "../model.ts"
import type { Sql } from "./connect.ts"

const NOTE = "INSERT INTO meta (key, value) VALUES ('canary:' || $1, $2) ON CONFLICT (key) DO UPDATE SET value = excluded.value"
/** In `meta`: it is overwritten each time, and outlives the event. */
export const canaryThrough = async (sql: Sql, { destination, at }: { destination: string; at: number }): Promise<void> => void (await sql.run(NOTE, [destination, String(at)]))

export const dropCanaries = (sql: Sql, before: number): Promise<number> => sql.run(`DELETE FROM event WHERE name = '${CANARY}' AND received_at < $1`, [before])
