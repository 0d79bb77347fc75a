import { integer } from "../../store/columns.ts"
import type { Facts } from "../facts.ts"
import { measureItems, type Item, type Measured } from "../measure.ts"
import { namesOf, WITHIN, within } from "../queries.ts"

/** K11 — data quality. Unknown until somebody has compared with the provider's own list. */
export const K11 = async (facts: Facts): Promise<Measured> => {
  const compared = facts.ledger("reconciliation")
  if (compared.length === 0) return measureItems([])
  const { reader, scope } = facts
  const late = new Map(compared.flatMap(({ at, source, backfilled }) => backfilled.map((id): [string, Item] => [id, { at, miss: { kind: "payment", id, why: `${source} knew it, we did not until we compared` } }])))
  const names = [...namesOf(facts, "paid"), ...namesOf(facts, "refunded")]
  const rows = await reader.rows(`SELECT received_at FROM event WHERE ${WITHIN} AND ${reader.among("name", "texts")} ORDER BY received_at`, ...within(scope), names)
  const recorded = rows.map((row): Item => ({ at: integer(row["received_at"]) }))
  // A payment that was filled in later is among the recorded ones by now: it counts once, as missed.
  return measureItems([...recorded.slice(0, Math.max(0, recorded.length - late.size)), ...late.values()])
}
