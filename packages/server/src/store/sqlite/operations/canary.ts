import type { DatabaseSync } from "node:sqlite"
import { CANARY } from "../../model.ts"

/** In `meta`, under `canary:<destination>`: it is overwritten each time, and outlives the event. */
export const canaryThrough = (db: DatabaseSync): ((input: { destination: string; at: number }) => void) => {
  const note = db.prepare("INSERT INTO meta (key, value) VALUES ('canary:' || ?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value")
  return ({ destination, at }) => void note.run(destination, String(at))
}

export const dropCanaries = (db: DatabaseSync): ((before: number) => number) => {
  const drop = db.prepare(`DELETE FROM event WHERE name = '${CANARY}' AND received_at < ?`)
  return (before) => Number(drop.run(before).changes)
}
