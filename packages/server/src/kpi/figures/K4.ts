import { clustersOf } from "../../identity/clusters.ts"
import { integer, maybeText, text } from "../../store/columns.ts"
import type { Facts } from "../facts.ts"
import { dayOf, measureItems, together, type DayCount, type Item, type Measured } from "../measure.ts"
import { namesOf, WITHIN, within } from "../queries.ts"

/** K4 — cross-device tracking: browsers seen in several sessions, and payments, each with one person behind all of it. */
export const K4 = async (facts: Facts): Promise<Measured> => {
  const { single, several } = await returning(facts)
  const items = [...(await apart(facts, several)), ...(await paying(facts))]
  return together(measureItems(items), [...single.values()])
}

interface Several {
  clientId: string
  at: number
}
/** Browsers that came back: those with one lead, which are good, by day; those with several, one by one. */
const returning = async ({ reader, scope }: Facts): Promise<{ single: Map<string, DayCount>; several: Several[] }> => {
  const single = new Map<string, DayCount>()
  const several: Several[] = []
  const browsers = reader.portions(
    `SELECT client_id, max(received_at) AS at, CASE WHEN min(lead_id) = max(lead_id) THEN 1 ELSE 0 END AS single FROM event
     WHERE ${WITHIN} AND client_id IS NOT NULL AND lead_id IS NOT NULL GROUP BY client_id HAVING min(session_id) <> max(session_id)`,
    ...within(scope),
  )
  for await (const rows of browsers)
    for (const row of rows) {
      const at = integer(row["at"])
      const { good, of } = single.get(dayOf(at)) ?? { good: 0, of: 0 }
      if (integer(row["single"]) === 1) single.set(dayOf(at), { day: dayOf(at), good: good + 1, of: of + 1 })
      else several.push({ clientId: text(row["client_id"]), at })
    }
  return { single, several }
}

/** Several leads in one browser are one person when something connects them. */
const apart = async ({ reader, scope }: Facts, several: readonly Several[]): Promise<Item[]> => {
  const rows = several.length === 0 ? [] : await reader.rows(`SELECT DISTINCT client_id, lead_id FROM event WHERE ${WITHIN} AND lead_id IS NOT NULL AND ${reader.among("client_id", "texts")}`, ...within(scope), several.map(({ clientId }) => clientId))
  const clusters = await clustersOf(reader, rows.map((row) => text(row["lead_id"])))
  const leadsOf = Map.groupBy(rows, (row) => text(row["client_id"]))
  return several.map(({ clientId, at }): Item => {
    const leads = (leadsOf.get(clientId) ?? []).map((row) => text(row["lead_id"])).toSorted()
    const [first = ""] = leads
    const same = new Set(clusters.get(first))
    return { at, ...(leads.every((lead) => same.has(lead)) ? {} : { miss: { kind: "lead", id: first, why: `One browser carries ${leads.length} people that nothing connects` } }) }
  })
}

const paying = async (facts: Facts): Promise<Item[]> => {
  const { reader, scope } = facts
  const payments = await reader.rows(`SELECT id, name, lead_id, choice, received_at FROM event WHERE ${WITHIN} AND ${reader.among("name", "texts")}`, ...within(scope), namesOf(facts, "paid"))
  const clusters = await clustersOf(reader, payments.flatMap((row) => maybeText(row["lead_id"] ?? null) ?? []))
  const leads = [...new Set([...clusters.values()].flat())]
  const seen = new Set((await reader.rows(`SELECT DISTINCT lead_id FROM event WHERE ${reader.among("lead_id", "texts")} AND source IN ('browser', 'gtag')`, leads)).map((row) => text(row["lead_id"])))
  return payments.flatMap((row): Item[] => {
    const lead = maybeText(row["lead_id"] ?? null)
    // Erased: the choice stays as proof, the person is gone on their own wish.
    if (lead === undefined && row["choice"] !== null) return []
    const known = lead !== undefined && clusters.get(lead)?.some((one) => seen.has(one)) === true
    return [{ at: integer(row["received_at"]), ...(known ? {} : { miss: { kind: "event", id: text(row["id"]), why: `${text(row["name"])}: no session of the person who paid is known` } }) }]
  })
}
