import type { Row } from "../columns.ts"

/** Values are always bound: `?` in the text, in order. */
export type Value = string | number | readonly number[] | readonly string[]

/** What the two engines say differently; everything else is one text. */
export interface Dialect {
  /** That a column is one of a list, which is bound as one value */
  among(column: string, of: "numbers" | "texts"): string
  /** A text inside a column of JSON, or null */
  field(column: string, ...path: readonly string[]): string
}

/** Asks whichever engine keeps the data. Texts hold no question mark of their own. */
export interface Reader extends Dialect {
  rows(sql: string, ...values: Value[]): Promise<Row[]>
  /** The same rows, so many at a time: what is read never has to fit into memory */
  portions(sql: string, ...values: Value[]): AsyncIterable<Row[]>
}

/** Rows that cross from the database together */
export const PORTION = 5_000

/** Looks at the store as it stands at one moment, apart from everything that collects and delivers. */
export interface Snapshots {
  /** One look at a time; all that it asks is answered from the same moment. */
  look<T>(work: (reader: Reader) => Promise<T>): Promise<T>
  close(): Promise<void>
}
