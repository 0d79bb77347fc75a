import { keyedDigest, SUPPRESSION } from "../../privacy/seal.ts"
import { leadName } from "../../identity/names.ts"
import type { ConsentRecord, StoredEvent, SuppressionRule } from "../model.ts"
import { agreedAnew, namesIn } from "../suppression.ts"
import { integer, text } from "../columns.ts"
import { readConsent } from "../read-consent.ts"
import type { Sql } from "./connect.ts"
import { ensureKeys, readKeys } from "./keys.ts"

const SUPPRESS = `INSERT INTO tagwright_vault.suppressed (digest, at) SELECT digest, $2 FROM unnest($1::text[]) AS digest
  ON CONFLICT (digest) DO UPDATE SET at = greatest(suppressed.at, excluded.at)`

/** Keeps, under keyed digests, that whoever has these names was erased. In the schema of keys, which dumps leave out. */
export const suppress = async (sql: Sql, names: readonly string[], at: number): Promise<void> => {
  const key = (await ensureKeys(sql, [SUPPRESSION])).get(SUPPRESSION)
  if (key !== undefined) await sql.run(SUPPRESS, [[...new Set(names)].map((name) => keyedDigest(key, name)).toSorted(), at])
}

/** When those of the names that were erased last were */
const erasures = async (sql: Sql, names: readonly string[]): Promise<Map<string, number>> => {
  const key = names.length === 0 ? undefined : (await readKeys(sql, [SUPPRESSION])).get(SUPPRESSION)
  if (key === undefined) return new Map()
  const digests = new Map(names.map((name) => [keyedDigest(key, name), name]))
  const rows = await sql.rows("SELECT digest, at FROM tagwright_vault.suppressed WHERE digest = ANY($1::text[])", [[...digests.keys()]])
  return new Map(rows.map((row) => [digests.get(text(row["digest"])) ?? "", integer(row["at"])]))
}
const latest = (times: readonly number[]): number | undefined => (times.length === 0 ? undefined : Math.max(...times))

export const erasedAt = async (sql: Sql, names: readonly string[]): Promise<number | undefined> => latest([...(await erasures(sql, names)).values()])

const logsOf = async (sql: Sql, leads: readonly string[]): Promise<Map<string, ConsentRecord[]>> => {
  const rows = leads.length === 0 ? [] : await sql.rows("SELECT lead_id, at, choice, proof FROM consent_log WHERE lead_id = ANY($1::text[]) ORDER BY at, seq", [leads])
  const byLead = Map.groupBy(rows, (row) => text(row["lead_id"]))
  return new Map([...byLead].map(([lead, log]) => [lead, log.map(readConsent)]))
}

/** Which of these events are of somebody who was erased and has not agreed anew? One answer per event, in order. */
export const suppressed = async (sql: Sql, events: readonly { event: StoredEvent; personal: Record<string, string> }[], rule: SuppressionRule): Promise<boolean[]> => {
  const names = events.map(({ event, personal }) => namesIn(event, personal, rule))
  const erased = await erasures(sql, names.flat())
  if (erased.size === 0) return events.map(() => false)
  const times = names.map((own) => latest(own.flatMap((name) => erased.get(name) ?? [])))
  const logs = await logsOf(sql, events.flatMap(({ event }, index) => (times[index] === undefined ? [] : (event.leadId ?? []))))
  return events.map(({ event: { leadId } }, index) => {
    const at = times[index]
    return at !== undefined && (leadId === undefined || !agreedAnew(logs.get(leadId) ?? [], rule, at, erased.has(leadName(leadId))))
  })
}
