import fc from "fast-check"
import { expect, it } from "vitest"
import { syncTable } from "../../src/store/migrate/sync.ts"
import type { Key, Rows } from "../../src/store/migrate/side.ts"
import type { Table } from "../../src/store/migrate/tables.ts"
import type { Row } from "../../src/store/columns.ts"

/** Rows that a page holds here: rows that were just put must not be taken for the next page. */
const PAGE = 3
const tables: Record<"numbers" | "texts", Table> = {
  numbers: { name: "numbers", columns: ["id", "value"], key: [{ name: "id", isText: false }], counted: true },
  texts: { name: "texts", columns: ["id", "at", "value"], key: [{ name: "id", isText: true }, { name: "at", isText: false }], counted: false },
}
const bytes = (text: string): Buffer => Buffer.from(text)
const keyIn = (table: Table, row: Row): Key => table.key.map(({ name, isText }) => (isText ? String(row[name]) : Number(row[name])))
const order = (a: Key, b: Key): number => {
  const [one, other] = [a[0] ?? 0, b[0] ?? 0]
  const first = typeof one === "number" ? one - Number(other) : Buffer.compare(bytes(one), bytes(String(other)))
  return first !== 0 ? first : Number(a[1] ?? 0) - Number(b[1] ?? 0)
}
/** A table in memory, in the order that both engines keep. */
const memory = (table: Table, first: readonly Row[]): Rows & { all(): Row[] } => {
  let rows = [...first]
  const without = (keys: readonly Key[]): Row[] => rows.filter((row) => !keys.some((key) => order(key, keyIn(table, row)) === 0))
  const sorted = (): Row[] => rows.toSorted((a, b) => order(keyIn(table, a), keyIn(table, b)))
  return {
    all: sorted,
    page: async (_table, after) => sorted().filter((row) => after === undefined || order(keyIn(table, row), after) > 0).slice(0, PAGE),
    last: async () => undefined,
    count: async () => rows.length,
    put: async (_table, more) => void (rows = [...without(more.map((row) => keyIn(table, row))), ...more]),
    remove: async (_table, keys) => void (rows = without(keys)),
  }
}

it.each(["numbers", "texts"] as const)("makes a table of %s what the other is, whatever either holds, and writes only what differs", async (name) => {
  const table = tables[name]
  const row = fc.record({ id: name === "numbers" ? fc.integer({ min: -20, max: 20 }) : fc.constantFrom("", "a", "B", "ab", "é", "z", "ﬀ", "😀", "𝒳"), at: fc.integer({ min: 0, max: 2 }), value: fc.constantFrom("one", "two", null) })
  const rows = fc.uniqueArray(row, { selector: ({ id, at }) => (name === "numbers" ? id : `${id} ${at}`), maxLength: 40 })
  await fc.assert(
    fc.asyncProperty(rows, rows, async (mine, theirs) => {
      const [from, to] = [memory(table, mine), memory(table, theirs)]
      const text = (list: readonly Row[]): string[] => list.map((one) => JSON.stringify(table.columns.map((column) => one[column])))
      const [wanted, before] = [new Set(text(mine)), new Set(text(theirs))]
      const keys = (list: readonly Row[]) => new Set(list.map((one) => JSON.stringify(keyIn(table, one))))
      const gone = [...keys(theirs)].filter((key) => !keys(mine).has(key)).length
      let told = 0
      expect(await syncTable({ table, from, to }, (count) => (told += count))).toBe([...wanted].filter((one) => !before.has(one)).length + gone)
      expect(text(to.all())).toEqual(text(from.all()))
      expect(told).toBe(mine.length)
    }),
  )
})
