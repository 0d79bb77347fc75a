import { text } from "../columns.ts"
import type { Database, Sql } from "./connect.ts"

/**
 * Indexes on tables that were there before them, by name: made once the migrations are through, while everybody goes on writing. A new
 * one goes here, not into a migration, whose `CREATE INDEX` would make writers wait for as long as the table is large.
 */
const indexes: Readonly<Record<string, string>> = {
  delivery_turn: "delivery (destination, person, id) WHERE state = 'pending' AND person IS NOT NULL",
}

/** Whoever holds it builds; any number that no other program would choose. */
const BUILDER = 7_238_415

const usable = async (sql: Pick<Sql, "rows">): Promise<Set<string>> => {
  const rows = await sql.rows("SELECT relname FROM pg_index JOIN pg_class ON pg_class.oid = indexrelid WHERE indisvalid AND relname = ANY($1::text[]) AND relnamespace = current_schema()::regnamespace", [Object.keys(indexes)])
  return new Set(rows.map((row) => text(row["relname"])))
}
const missing = async (sql: Pick<Sql, "rows">): Promise<string[]> => {
  const there = await usable(sql)
  return Object.keys(indexes).filter((name) => !there.has(name))
}

/**
 * Makes what is missing. One process builds, the others do not wait for it: nothing but speed depends on an index. One that a crash
 * left half-made is invalid, and made anew. Needs two connections, neither with a limit of time.
 */
export const makeIndexes = async (database: Database): Promise<void> => {
  if ((await missing(database)).length === 0) return
  // Concurrent building is no part of a transaction: this one only holds the lock, and must have no snapshot that the building would wait for.
  await database.transaction(async (sql) => {
    const [lock] = await sql.rows("SELECT pg_try_advisory_xact_lock($1)::int AS mine", [BUILDER])
    if (lock?.["mine"] !== 1) return
    // Also ends the snapshot of the question before, which its portal keeps until the next statement.
    await sql.run("SET LOCAL idle_in_transaction_session_timeout = 0")
    for (const name of await missing(database)) {
      await database.run(`DROP INDEX CONCURRENTLY IF EXISTS ${name}`)
      await database.run(`CREATE INDEX CONCURRENTLY ${name} ON ${indexes[name]}`)
    }
  })
}
