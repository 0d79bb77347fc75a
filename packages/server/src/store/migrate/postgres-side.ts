import { Fault } from "@tagwright/formats"
import { connectDatabase, isAway, mayComeBack, type Sql } from "../postgres/connect.ts"
import { refusalOf } from "../postgres/refusal.ts"
import { assertReadable, migrate } from "../postgres/schema.ts"
import { HALF_COPIED } from "./half-copied.ts"
import { integer, text } from "../columns.ts"
import { keyOf, keyTable, orReplace, suppressedTable, type Key, type Rows, type Side, type Source } from "./side.ts"
import type { Table } from "./tables.ts"

const APART: Partial<Record<string, string>> = { [keyTable.name]: "tagwright_vault.key", [suppressedTable.name]: "tagwright_vault.suppressed" }
const nameOf = ({ name }: Table): string => APART[name] ?? name
const list = (names: readonly string[]): string => names.join(", ")
/** By bytes, as the embedded store orders texts, whatever language the database speaks. */
const ordered = ({ key }: Table, direction = ""): string => key.map(({ name, isText }) => `${name}${isText ? ' COLLATE "C"' : ""}${direction}`).join(", ")
/** PostgreSQL takes 65,535 values in a statement (protocol, Bind). */
const MOST_VALUES = 30_000

const rowsOf = (sql: Sql): Rows => ({
  page: async (table, after, limit) => {
    const behind = after === undefined ? "" : `WHERE (${ordered(table)}) > (${after.map((_, index) => `$${index + 2}`).join(", ")})`
    return sql.rows(`SELECT ${list(table.columns)} FROM ${nameOf(table)} ${behind} ORDER BY ${ordered(table)} LIMIT $1`, [limit, ...(after ?? [])])
  },
  last: async (table): Promise<Key | undefined> => {
    const [row] = await sql.rows(`SELECT ${list(table.columns)} FROM ${nameOf(table)} ORDER BY ${ordered(table, " DESC")} LIMIT 1`)
    return row && keyOf(table, row)
  },
  count: async (table) => integer((await sql.rows(`SELECT count(*) AS n FROM ${nameOf(table)}`))[0]?.["n"]),
  put: async (table, rows) => {
    const width = table.columns.length
    const most = Math.floor(MOST_VALUES / width)
    for (let from = 0; from < rows.length; from += most) {
      const part = rows.slice(from, from + most)
      const values = part.map((_, row) => `(${table.columns.map((__, column) => `$${row * width + column + 1}`).join(", ")})`).join(", ")
      await sql.run(
        `INSERT INTO ${nameOf(table)} (${list(table.columns)}) ${table.counted ? "OVERRIDING SYSTEM VALUE " : ""}VALUES ${values} ${orReplace(table)}`,
        part.flatMap((row) => table.columns.map((column) => row[column] ?? null)),
      )
    }
  },
  remove: async (table, keys) => {
    const width = table.key.length
    const marks = keys.map((_, row) => `(${table.key.map((__, column) => `$${row * width + column + 1}`).join(", ")})`).join(", ")
    await sql.run(`DELETE FROM ${nameOf(table)} WHERE (${list(table.key.map(({ name }) => name))}) IN (${marks})`, keys.flat())
  },
})
const noteIn = async (sql: Sql): Promise<string | undefined> => {
  const [row] = await sql.rows("SELECT value FROM meta WHERE key = $1", [HALF_COPIED])
  return row && text(row["value"])
}

/** The store of servers that may be running, as it is at one moment. */
export const readPostgresSide = async <T>(url: string, environment: string, use: (source: Source) => Promise<T>): Promise<T> => {
  const database = connectDatabase(url, { connections: 1, queryMs: 0 })
  try {
    return await database.transaction(async (sql) => {
      await sql.run("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
      await assertReadable(sql, environment)
      return use({ ...rowsOf(sql), keys: rowsOf(sql), note: () => noteIn(sql) })
    })
  } finally {
    await database.close()
  }
}

/** A process that has just ended is seen for a moment longer. */
const LOOKS = 15
const BETWEEN_LOOKS_MS = 200
const OTHERS = "SELECT count(*) AS n FROM pg_stat_activity WHERE application_name = 'tagwright' AND datname = current_database() AND pid <> pg_backend_pid()"
const assertUnused = async (sql: Sql): Promise<void> => {
  for (let left = LOOKS; left > 0; left--) {
    if (integer((await sql.rows(OTHERS))[0]?.["n"]) === 0) return
    await new Promise((resolve) => setTimeout(resolve, BETWEEN_LOOKS_MS))
  }
  throw new Fault("caller", "a Tagwright is still connected to the database", "Stop every ingest node and worker first: what they write meanwhile would not be copied")
}

/** The shared database, used by nobody else. Throws a Fault where a Tagwright is still connected. */
export const openPostgresSide = async (url: string, environment: string): Promise<Side> => {
  const database = connectDatabase(url, { connections: 1, queryMs: 0 })
  try {
    await migrate(database, environment)
    await assertUnused(database)
  } catch (error) {
    await database.close()
    const refusal = mayComeBack(error) ? undefined : refusalOf(error)
    if (refusal !== undefined) throw refusal
    if (isAway(error)) throw new Fault("machine", "the database cannot be reached, or lets us not in", "Look at the URL, at PGPASSWORD, and whether PostgreSQL runs", { cause: error })
    throw error
  }
  const rows = rowsOf(database)
  return {
    ...rows,
    // All parts of a batch or none: a batch may take several statements.
    put: (table, batch) => database.transaction((sql) => rowsOf(sql).put(table, batch)),
    keys: rows,
    note: () => noteIn(database),
    setNote: async (note) =>
      void (note === undefined
        ? await database.run("DELETE FROM meta WHERE key = $1", [HALF_COPIED])
        : await database.run("INSERT INTO meta (key, value) VALUES ($1, $2) ON CONFLICT (key) DO UPDATE SET value = excluded.value", [HALF_COPIED, note])),
    finish: async (tables) => {
      for (const { name, key: [column], counted } of tables)
        if (counted && column !== undefined) await database.run(`SELECT setval(pg_get_serial_sequence('${name}', '${column.name}'), greatest((SELECT max(${column.name}) FROM ${name}), 1), EXISTS (SELECT 1 FROM ${name}))`)
      await database.run("ANALYZE")
    },
    close: database.close,
  }
}
