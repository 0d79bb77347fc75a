import { newKey, openWith, sealWith } from "../../privacy/seal.ts"
import { bytes, text } from "../columns.ts"
import type { Sql } from "./connect.ts"

/**
 * Keys of personal values, one per subject, in a schema of their own. Destroying one makes every copy of what it sealed
 * unreadable, in dumps that leave the schema out too (Art. 17).
 */
export const readKeys = async (sql: Sql, subjects: readonly string[]): Promise<Map<string, Uint8Array>> => {
  if (subjects.length === 0) return new Map()
  const rows = await sql.rows("SELECT subject, key FROM tagwright_vault.key WHERE subject = ANY($1::text[])", [subjects])
  return new Map(rows.map((row) => [text(row["subject"]), bytes(row["key"])]))
}

export interface Sealing {
  subject: string
  plain: string | Uint8Array
}

/** The subjects' keys; those that are missing are made, in the same transaction. */
export const ensureKeys = async (sql: Sql, subjects: readonly string[]): Promise<Map<string, Uint8Array>> => {
  const known = await readKeys(sql, subjects)
  const missing = subjects.filter((subject) => !known.has(subject))
  if (missing.length > 0) {
    // Another process may make the same key at the same moment: whoever commits first has made it.
    await sql.run("INSERT INTO tagwright_vault.key (subject, key) SELECT * FROM unnest($1::text[], $2::bytea[]) ON CONFLICT (subject) DO NOTHING", [missing, missing.map(() => newKey())])
    for (const [subject, key] of await readKeys(sql, missing)) known.set(subject, key)
  }
  return known
}

/** Seals each value under its subject's key. */
export const sealAll = async (sql: Sql, values: readonly Sealing[]): Promise<Buffer[]> => {
  const known = await ensureKeys(sql, [...new Set(values.map(({ subject }) => subject))].toSorted())
  return values.map(({ subject, plain }) => {
    const key = known.get(subject)
    if (key === undefined) throw new Error("a key was destroyed while it was needed")
    return sealWith(key, plain)
  })
}

export interface Sealed {
  subject: string
  sealed: Uint8Array
}
/** undefined where the key was destroyed */
export const openAll = async (sql: Sql, values: readonly Sealed[]): Promise<(Buffer | undefined)[]> => {
  const keys = await readKeys(sql, [...new Set(values.map(({ subject }) => subject))])
  return values.map(({ subject, sealed }) => {
    const key = keys.get(subject)
    return key && openWith(key, sealed)
  })
}

export const destroyKeys = async (sql: Sql, subjects: readonly string[]): Promise<void> => {
  if (subjects.length > 0) await sql.run("DELETE FROM tagwright_vault.key WHERE subject = ANY($1::text[])", [subjects])
}
