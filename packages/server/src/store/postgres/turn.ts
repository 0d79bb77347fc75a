import type { Sql } from "./connect.ts"

const TAKE = `INSERT INTO meta (key, value) VALUES ($1, $2) ON CONFLICT (key) DO UPDATE SET value = excluded.value
  WHERE split_part(meta.value, ' ', 1)::bigint < $3 OR split_part(meta.value, ' ', 2) = $4`

/** A row with an end, not an advisory lock: that belongs to a session, which a pooler in transaction mode does not keep. */
export const takeTurn = async (sql: Sql, node: string, { task, now, until }: { task: string; now: number; until: number }): Promise<boolean> =>
  (await sql.run(TAKE, [`turn:${task}`, `${until} ${node}`, now, node])) > 0
