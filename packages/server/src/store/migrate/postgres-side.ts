import { Fault } from "@tagwright/formats"
import { connectDatabase, isAway, type Sql } from "../postgres/connect.ts"
import { HALF_COPIED, migrate } from "../postgres/schema.ts"
import { integer, text } from "../columns.ts"
import { keyOf, keyTable, suppressedTable, type Key, type Side } from "./side.ts"
import type { Table } from "./tables.ts"

const APART: Partial<Record<string, string>> = { [keyTable.name]: "tagwright_vault.key", [suppressedTable.name]: "tagwright_vault.suppressed" }
const nameOf = ({ name }: Table): string => APART[name] ?? name
const list = (names: readonly string[]): string => names.join(", ")
/** By bytes, as the embedded store orders texts, whatever language the database speaks. */
const ordered = ({ key }: Table, direction = ""): string => key.map(({ name, isText }) => `${name}${isText ? ' COLLATE "C"' : ""}${direction}`).join(", ")
/** PostgreSQL takes 65,535 values in a statement (protocol, Bind). */
const MOST_VALUES = 30_000

const rowsOf = (sql: Sql): Side["keys"] => ({
  page: async (table, after, limit) => {
    const behind = after === undefined ? "" : `WHERE (${ordered(table)}) > (${after.map((_, index) => `$${index + 2}`).join(", ")})`
    return sql.rows(`SELECT ${list(table.columns)} FROM ${nameOf(table)} ${behind} ORDER BY ${ordered(table)} LIMIT $1`, [limit, ...(after ?? [])])
  },
  last: async (table): Promise<Key | undefined> => {
    const [row] = await sql.rows(`SELECT ${list(table.columns)} FROM ${nameOf(table)} ORDER BY ${ordered(table, " DESC")} LIMIT 1`)
    return row && keyOf(table, row)
  },
  count: async (table) => integer((await sql.rows(`SELECT count(*) AS n FROM ${nameOf(table)}`))[0]?.["n"]),
  insert: async (table, rows) => {
    const width = table.columns.length
    const most = Math.floor(MOST_VALUES / width)
    for (let from = 0; from < rows.length; from += most) {
      const part = rows.slice(from, from + most)
      const values = part.map((_, row) => `(${table.columns.map((__, column) => `$${row * width + column + 1}`).join(", ")})`).join(", ")
      await sql.run(
        `INSERT INTO ${nameOf(table)} (${list(table.columns)}) ${table.counted ? "OVERRIDING SYSTEM VALUE " : ""}VALUES ${values}`,
        part.flatMap((row) => table.columns.map((column) => row[column] ?? null)),
      )
    }
  },
})

const assertUnused = async (sql: Sql): Promise<void> => {
  const [others] = await sql.rows("SELECT count(*) AS n FROM pg_stat_activity WHERE application_name = 'tagwright' AND datname = current_database() AND pid <> pg_backend_pid()")
  if (integer(others?.["n"]) > 0) throw new Fault("caller", "a Tagwright is still connected to the database", "Stop every ingest node and worker first: what they write meanwhile would not be copied")
}

/** The shared database, used by nobody else. Throws a Fault where a Tagwright is still connected. */
export const openPostgresSide = async (url: string, environment: string): Promise<Side> => {
  const database = connectDatabase(url, { connections: 1, queryMs: 0 })
  try {
    await migrate(database, environment)
    await assertUnused(database)
  } catch (error) {
    await database.close()
    if (isAway(error)) throw new Fault("machine", "the database cannot be reached, or lets us not in", "Look at the URL, at PGPASSWORD, and whether PostgreSQL runs", { cause: error })
    throw error
  }
  const rows = rowsOf(database)
  return {
    ...rows,
    // All parts of a batch or none: a batch may take several statements.
    insert: (table, batch) => database.transaction((sql) => rowsOf(sql).insert(table, batch)),
    keys: rows,
    note: async () => {
      const [row] = await database.rows("SELECT value FROM meta WHERE key = $1", [HALF_COPIED])
      return row && text(row["value"])
    },
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
