import { createHash } from "node:crypto"
import { Fault, sha256 } from "@tagwright/formats"
import type { Row } from "../columns.ts"
import { openPostgresSide } from "./postgres-side.ts"
import { keyOf, keyTable, suppressedTable, type Key, type Side } from "./side.ts"
import { openSqliteSide } from "./sqlite-side.ts"
import { tablesOf, type Table } from "./tables.ts"

export interface MigrateProgress {
  /** Rows copied and compared so far, of twice the rows that there are */
  done: number
  total: number
  table: string
  step: "copy" | "compare"
}
export interface Migrated {
  /** Rows by table, keys of personal values among them */
  rows: Record<string, number>
  /** Of every row of every table, in the order of keys: the same on both sides */
  digest: string
}
export interface MigrateOptions {
  /** A data folder, or PostgreSQL's URL; one of each */
  from: string
  to: string
  environment: string
  onProgress?: (progress: MigrateProgress) => void
  /** Looked at between batches: true ends it where it is, to be gone on with later */
  stopped?: () => boolean
}

const isUrl = (place: string): boolean => /^postgres(ql)?:/.test(place)
/** Rows of one commit: large enough that the commit is not what it waits for, small enough for memory. */
const BATCH = 500

type Rows = Side["keys"]
interface Pair {
  table: Table
  from: Rows
  to: Rows
}

/** Bytes as text; both engines give numbers and texts alike. */
const plain = (value: Row[string]): Row[string] => (value instanceof Uint8Array ? Buffer.from(value).toString("base64") : value)

const rowText = (table: Table, row: Row): string =>
  JSON.stringify(table.columns.map((column) => plain(row[column] ?? null)))

const eachPage = async (rows: Rows, table: Table, after: Key | undefined, use: (page: Row[]) => Promise<void>): Promise<void> => {
  for (let at = after; ; ) {
    const page = await rows.page(table, at, BATCH)
    const last = page.at(-1)
    if (last === undefined) return
    await use(page)
    at = keyOf(table, last)
  }
}

const digestOf = async (rows: Rows, table: Table, tell: (count: number) => void): Promise<string> => {
  const hash = createHash("sha256")
  await eachPage(rows, table, undefined, async (page) => {
    for (const row of page) hash.update(rowText(table, row)).update("\n")
    tell(page.length)
  })
  return hash.digest("hex")
}

/** Which store this is: another one must not be gone on with. */
const nameOf = async (side: Side, tables: readonly Table[], environment: string): Promise<string> => {
  const firsts = await Promise.all(tables.map(async (table) => (await side.page(table, undefined, 1)).map((row) => rowText(table, row))))
  return sha256(JSON.stringify([environment, firsts]))
}

const assertUsable = async (target: Side, tables: readonly Table[], name: string): Promise<void> => {
  const note = await target.note()
  if (note === name) return
  if (note !== undefined) throw new Fault("caller", "the target holds a half-finished copy of another store", "Empty it, or finish that copy first")
  for (const table of tables) if ((await target.count(table)) > 0) throw new Fault("caller", `the target is not empty: it has rows of ${table.name}`, "Copy into a new database or folder: two stores are never mixed")
}

const open = async ({ from, to, environment }: MigrateOptions): Promise<{ source: Side; target: Side; tables: Table[] }> => {
  if (isUrl(from) === isUrl(to)) throw new Fault("caller", "one side must be a data folder and the other a PostgreSQL URL", "For example: --from .tagwright/data/production --to postgres://tagwright@db/tagwright")
  const sqlite = openSqliteSide(isUrl(from) ? to : from, environment, !isUrl(from))
  try {
    const postgres = await openPostgresSide(isUrl(from) ? from : to, environment)
    return { source: isUrl(from) ? postgres : sqlite, target: isUrl(from) ? sqlite : postgres, tables: tablesOf(sqlite.db) }
  } catch (error) {
    await sqlite.close()
    throw error
  }
}

/**
 * Copies a whole store into one of the other engine, while no server uses either. The target says that it is not whole until
 * every table was compared, row by row; a copy that was interrupted goes on where it stopped. The source stays as it is.
 * Throws a Fault where a side is in use, is not empty, or differs after the copy.
 */
export const migrateStore = async (options: MigrateOptions): Promise<Migrated> => {
  const { source, target, tables } = await open(options)
  try {
    if ((await source.note()) !== undefined) throw new Fault("caller", "the source is itself a half-finished copy", "Finish that copy first")
    const pairs: Pair[] = [...tables.map((table) => ({ table, from: source, to: target })), ...[keyTable, suppressedTable].map((table) => ({ table, from: source.keys, to: target.keys }))]
    const name = await nameOf(source, tables, options.environment)
    await assertUsable(target, tables, name)
    await target.setNote(name)
    const counts = await Promise.all(pairs.map(({ table, from }) => from.count(table)))
    const total = 2 * counts.reduce((sum, count) => sum + count, 0)
    let done = 0
    const tell = (table: Table, step: MigrateProgress["step"], count: number): void => options.onProgress?.({ done: (done += count), total, table: table.name, step })
    for (const { table, from, to } of pairs) {
      tell(table, "copy", await to.count(table))
      await eachPage(from, table, await to.last(table), async (page) => {
        if (options.stopped?.() === true) throw new Fault("caller", "stopped before the end", "Start it again: it goes on where it stopped")
        await to.insert(table, page)
        tell(table, "copy", page.length)
      })
    }
    const digests: string[] = []
    for (const { table, from, to } of pairs) {
      const [mine, theirs] = [await digestOf(from, table, (count) => tell(table, "compare", count)), await digestOf(to, table, () => undefined)]
      if (mine !== theirs) throw new Fault("caller", `${table.name} is not the same on both sides`, "If anything wrote to either side since the copy began, stop it; then empty the target and copy again")
      digests.push(mine)
    }
    await target.finish(tables)
    await target.setNote(undefined)
    return { rows: Object.fromEntries(pairs.map(({ table }, index) => [table.name, counts[index] ?? 0])), digest: sha256(digests.join()) }
  } finally {
    await Promise.all([source.close(), target.close()])
  }
}
