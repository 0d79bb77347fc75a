import { createHash } from "node:crypto"
import { Fault, sha256 } from "@tagwright/formats"
import type { Row } from "../columns.ts"
import { openPostgresSide, readPostgresSide } from "./postgres-side.ts"
import { rowText } from "./row-text.ts"
import { keyOf, keyTable, suppressedTable, type Key, type Rows, type Side, type Source } from "./side.ts"
import { openSqliteSide, readSqliteSide } from "./sqlite-side.ts"
import { BATCH, syncTable, type Pair } from "./sync.ts"
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

const eachPage = async (rows: Pick<Rows, "page">, table: Table, after: Key | undefined, use: (page: Row[]) => Promise<void>): Promise<void> => {
  for (let at = after; ; ) {
    const page = await rows.page(table, at, BATCH)
    const last = page.at(-1)
    if (last === undefined) return
    await use(page)
    at = keyOf(table, last)
  }
}

const digestOf = async (rows: Pick<Rows, "page">, table: Table, tell: (count: number) => void): Promise<string> => {
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

const assertTwoKinds = ({ from, to }: MigrateOptions): void => {
  if (isUrl(from) === isUrl(to)) throw new Fault("caller", "one side must be a data folder and the other a PostgreSQL URL", "For example: --from .tagwright/data/production --to postgres://tagwright@db/tagwright")
}
const open = async (options: MigrateOptions): Promise<{ source: Side; target: Side; tables: Table[] }> => {
  assertTwoKinds(options)
  const { from, to, environment } = options
  const sqlite = openSqliteSide(isUrl(from) ? to : from, environment, !isUrl(from))
  try {
    const postgres = await openPostgresSide(isUrl(from) ? from : to, environment)
    return { source: isUrl(from) ? postgres : sqlite, target: isUrl(from) ? sqlite : postgres, tables: tablesOf(sqlite.db) }
  } catch (error) {
    await sqlite.close()
    throw error
  }
}

const pairsOf = (tables: readonly Table[], source: Pick<Source, "page" | "count" | "keys">, target: Side): Pair[] => [
  ...tables.map((table) => ({ table, from: source, to: target })),
  ...[keyTable, suppressedTable].map((table) => ({ table, from: source.keys, to: target.keys })),
]
const assertWholeSource = async (source: Pick<Source, "note">): Promise<void> => {
  if ((await source.note()) !== undefined) throw new Fault("caller", "the source is itself a half-finished copy", "Finish that copy first")
}
const assertGoingOn = ({ stopped }: MigrateOptions): void => {
  if (stopped?.() === true) throw new Fault("caller", "stopped before the end", "Start it again: it goes on where it stopped")
}
/** Counts what is done, for whoever looks on. */
const teller = (options: MigrateOptions, total: number) => {
  let done = 0
  return (table: Table, step: MigrateProgress["step"], count: number): void => options.onProgress?.({ done: (done += count), total, table: table.name, step })
}
const rowsIn = async (pairs: readonly Pair[]): Promise<number[]> => {
  const counts: number[] = []
  for (const { table, from } of pairs) counts.push(await from.count(table))
  return counts
}
const sum = (counts: readonly number[]): number => counts.reduce((all, count) => all + count, 0)

/** Makes the target what the source is. Answers how many rows differed. */
const syncAll = async (pairs: readonly Pair[], options: MigrateOptions, tell: ReturnType<typeof teller>): Promise<number> => {
  let changed = 0
  for (const pair of pairs) {
    changed += await syncTable(pair, (count) => {
      assertGoingOn(options)
      tell(pair.table, "copy", count)
    })
  }
  return changed
}

/** How a target says that it was copied while the source was in use: the last pass has to look at every row again. */
const onlineName = ({ from, environment }: MigrateOptions): string => sha256(JSON.stringify(["online", environment, from]))

/** A pass that finds fewer rows than this to copy is followed by none: the last one, with the server stopped, finds about as many. */
const FEW = 1_000
const MOST_PASSES = 5
export interface OnlinePass {
  rows: number
  /** Rows that were not there yet, had changed, or had gone */
  changed: number
  seconds: number
}

/**
 * Copies while servers use the source, again and again until little is left. Each pass sees the source as it was at one moment. The target stays
 * half a copy until `migrateStore` has made the last pass, with the servers stopped. Throws a Fault where the target is in use or holds another store.
 */
export const migrateOnline = async (options: MigrateOptions): Promise<OnlinePass[]> => {
  assertTwoKinds(options)
  const { from, to, environment } = options
  const folder = isUrl(to) ? undefined : openSqliteSide(to, environment, false)
  const target = folder ?? (await openPostgresSide(to, environment))
  const pass = async (source: Source, tables: Table[]): Promise<OnlinePass> => {
    const startedAt = performance.now()
    await assertWholeSource(source)
    await assertUsable(target, tables, onlineName(options))
    await target.setNote(onlineName(options))
    const pairs = pairsOf(tables, source, target)
    const rows = sum(await rowsIn(pairs))
    const changed = await syncAll(pairs, options, teller(options, rows))
    return { rows, changed, seconds: (performance.now() - startedAt) / 1000 }
  }
  try {
    const passes: OnlinePass[] = []
    const read = (): Promise<OnlinePass> => (folder === undefined ? readSqliteSide(from, environment, pass) : readPostgresSide(from, environment, (source) => pass(source, tablesOf(folder.db))))
    do passes.push(await read())
    while ((passes.at(-1)?.changed ?? 0) >= FEW && passes.length < MOST_PASSES)
    return passes
  } finally {
    await target.close()
  }
}

const copyAll = async (pairs: readonly Pair[], options: MigrateOptions, tell: ReturnType<typeof teller>): Promise<void> => {
  for (const { table, from, to } of pairs) {
    tell(table, "copy", await to.count(table))
    await eachPage(from, table, await to.last(table), async (page) => {
      assertGoingOn(options)
      await to.put(table, page)
      tell(table, "copy", page.length)
    })
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
    await assertWholeSource(source)
    const pairs = pairsOf(tables, source, target)
    const isLastPass = (await target.note()) === onlineName(options)
    const name = isLastPass ? onlineName(options) : await nameOf(source, tables, options.environment)
    await assertUsable(target, tables, name)
    await target.setNote(name)
    const counts = await rowsIn(pairs)
    const tell = teller(options, 2 * sum(counts))
    if (isLastPass) await syncAll(pairs, options, tell)
    else await copyAll(pairs, options, tell)
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
