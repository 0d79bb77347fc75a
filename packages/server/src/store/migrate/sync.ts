import type { Row } from "../columns.ts"
import { keyOf, type Key, type Rows } from "./side.ts"
import type { Table } from "./tables.ts"
import { rowText } from "./row-text.ts"

/** Rows that are read, or written in one commit, at once: large enough that the commit is not what it waits for, small enough for memory. */
export const BATCH = 500

export interface Pair {
  table: Table
  from: Pick<Rows, "page" | "count">
  to: Rows
}

/** Numbers by size, texts by their bytes: the order in which both engines give rows. */
const byKey = (a: Key, b: Key): number => {
  for (const [index, one] of a.entries()) {
    const other = b[index] ?? ""
    const order = typeof one === "number" && typeof other === "number" ? one - other : Buffer.compare(Buffer.from(String(one)), Buffer.from(String(other)))
    if (order !== 0) return order
  }
  return 0
}

/** One row after another, read a page at a time; the next is always known, so that nothing put behind it is taken for it. */
const reader = async (rows: Pick<Rows, "page">, table: Table) => {
  let page: Row[] = []
  let index = 0
  let head: { row: Row; key: Key } | undefined
  const next = async (): Promise<void> => {
    if (index >= page.length) {
      page = await rows.page(table, head?.key, BATCH)
      index = 0
    }
    const row = page[index++]
    head = row && { row, key: keyOf(table, row) }
  }
  await next()
  return { next, head: () => head }
}

/** Makes `to` what `from` is: both are read in the order of their keys, and only what differs is written. Answers how many rows that were. */
export const syncTable = async ({ table, from, to }: Pair, tell: (count: number) => void): Promise<number> => {
  const [source, target] = [await reader(from, table), await reader(to, table)]
  let put: Row[] = []
  let remove: Key[] = []
  let changed = 0
  const flush = async (): Promise<void> => {
    changed += put.length + remove.length
    if (remove.length > 0) await to.remove(table, remove)
    if (put.length > 0) await to.put(table, put)
    ;[put, remove] = [[], []]
  }
  for (let [mine, theirs] = [source.head(), target.head()]; mine !== undefined || theirs !== undefined; [mine, theirs] = [source.head(), target.head()]) {
    const order = mine === undefined ? 1 : theirs === undefined ? -1 : byKey(mine.key, theirs.key)
    if (theirs !== undefined && order > 0) remove.push(theirs.key)
    if (mine !== undefined && (order < 0 || (order === 0 && theirs !== undefined && rowText(table, mine.row) !== rowText(table, theirs.row)))) put.push(mine.row)
    if (order <= 0) {
      tell(1)
      await source.next()
    }
    if (order >= 0) await target.next()
    if (put.length + remove.length >= BATCH) await flush()
  }
  await flush()
  return changed
}
