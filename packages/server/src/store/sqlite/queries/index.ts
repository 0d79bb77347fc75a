import type { DatabaseSync } from "node:sqlite"
import { logQueries } from "./log.ts"
import { peopleQueries } from "./people.ts"
import { queueQueries } from "./queue.ts"

/** Everything that only reads, by name. No query sees a personal value. `file`: the database's, for its size. */
export const bindQueries = (db: DatabaseSync, file: string) => ({ ...logQueries(db), ...queueQueries(db, file), ...peopleQueries(db) })

export type ReadOperations = ReturnType<typeof bindQueries>
