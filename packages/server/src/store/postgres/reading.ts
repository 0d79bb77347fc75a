import { PORTION, type Dialect, type Reader, type Snapshots } from "../reading/reader.ts"
import { connectDatabase, type Sql } from "./connect.ts"

export const postgresDialect: Dialect = {
  among: (column, of) => `${column} = ANY(?::${of === "numbers" ? "bigint" : "text"}[])`,
  field: (column, ...path) => `(${column}::jsonb #>> '{${path.join(",")}}')`,
}

/** `?` as PostgreSQL writes it. */
export const numbered = (sql: string): string => {
  let count = 0
  return sql.replaceAll("?", () => `$${(count += 1)}`)
}

const reader = (sql: Sql): Reader => {
  let cursors = 0
  return {
    ...postgresDialect,
    rows: (text, ...values) => sql.rows(numbered(text), values),
    // A cursor ends with its transaction, also one that was not read to its end.
    portions: async function* (text, ...values) {
      const cursor = `portions_${(cursors += 1)}`
      await sql.run(`DECLARE ${cursor} NO SCROLL CURSOR FOR ${numbered(text)}`, values)
      for (let more = true; more; ) {
        const portion = await sql.rows(`FETCH ${PORTION} FROM ${cursor}`)
        more = portion.length === PORTION
        if (portion.length > 0) yield portion
      }
    },
  }
}

/** Nobody waits for a single statement of a figure this long; the database itself ends it. */
const STATEMENT_MS = 300_000
/**
 * For this transaction alone, so that a pooler in transaction mode passes it on. A cursor is read to its end, and a person's
 * events are gathered in memory instead of on the disk: of one connection a process, 64 MB are bearable.
 * Between two statements what was read is computed with, which may take a while.
 */
const SETTINGS = `SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY; SET LOCAL idle_in_transaction_session_timeout = ${STATEMENT_MS}; SET LOCAL cursor_tuple_fraction = 1; SET LOCAL work_mem = '64MB'`

/** On one connection of its own: figures take none from what collects and delivers. */
export const openPostgresSnapshots = (url: string): Snapshots => {
  const database = connectDatabase(url, { connections: 1, statementMs: STATEMENT_MS, queryMs: STATEMENT_MS + 1_000 })
  return {
    look: (work) =>
      database.transaction(async (sql) => {
        await sql.run(SETTINGS)
        return work(reader(sql))
      }),
    close: database.close,
  }
}
