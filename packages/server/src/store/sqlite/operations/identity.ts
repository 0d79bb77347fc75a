import type { DatabaseSync } from "node:sqlite"
import { text } from "../../columns.ts"
import type { EdgeInput } from "../../model.ts"

/** Adds an edge, or puts one back that had been taken away. */
export const edgeAdder = (db: DatabaseSync): ((edge: EdgeInput) => boolean) => {
  const insert = db.prepare("INSERT OR IGNORE INTO identity_edge (a, b, source, at) VALUES (?, ?, ?, ?)")
  return ({ a, b, source, at }) => insert.run(a, b, source, at).changes > 0
}

/** Takes two names apart again, whoever reported them: the edge stays in the log with its end. A later report does not revive it. */
export const unmerge = (db: DatabaseSync): ((input: { a: string; b: string; now: number }) => number) => {
  const remove = db.prepare("UPDATE identity_edge SET removed_at = ?3 WHERE removed_at IS NULL AND ((a = ?1 AND b = ?2) OR (a = ?2 AND b = ?1))")
  return ({ a, b, now }) => Number(remove.run(a, b, now).changes)
}

/** A person's names: everything that hangs together by edges in force. */
const CLUSTER = `
  WITH RECURSIVE same(name) AS (
    SELECT ?1
    UNION SELECT b FROM identity_edge JOIN same ON a = name WHERE removed_at IS NULL
    UNION SELECT a FROM identity_edge JOIN same ON b = name WHERE removed_at IS NULL
  ) SELECT name FROM same ORDER BY name`
export const clusterReader = (db: DatabaseSync): ((name: string) => string[]) => {
  const read = db.prepare(CLUSTER)
  return (name) => read.all(name).map((row) => text(row["name"]))
}
