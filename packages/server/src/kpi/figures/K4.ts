import { integer, json, maybeText, text } from "../../store/sqlite/columns.ts"
import type { Facts } from "../facts.ts"
import { measureItems, type Item, type Measured } from "../measure.ts"
import { namesOf } from "../queries.ts"

/** K4 — cross-device tracking: browsers seen in several sessions, and payments, each with one person behind all of it. */
export const K4 = (facts: Facts): Measured => {
  const items = [...returning(facts), ...paying(facts)]
  return measureItems(items)
}

const returning = ({ db, scope, leadsOf }: Facts): Item[] =>
  db
    .prepare(
      `SELECT client_id, json_group_array(DISTINCT lead_id) AS leads, max(received_at) AS at FROM event
       WHERE seq >= ? AND seq < ? AND test_mode = ? AND client_id IS NOT NULL AND lead_id IS NOT NULL GROUP BY client_id HAVING count(DISTINCT session_id) > 1`,
    )
    .all(scope.fromSeq, scope.toSeq, scope.test)
    .map((row): Item => {
      const leads = json<string[]>(row["leads"])
      const [first = ""] = leads
      const same = leads.length < 2 || leads.every((lead) => leadsOf(first).includes(lead))
      return { at: integer(row["at"]), ...(same ? {} : { miss: { kind: "lead", id: first, why: `One browser carries ${leads.length} people that nothing connects` } }) }
    })

const paying = (facts: Facts): Item[] => {
  const { db, scope, leadsOf } = facts
  const seen = db.prepare("SELECT 1 FROM event WHERE lead_id IN (SELECT value FROM json_each(?)) AND source IN ('browser', 'gtag') LIMIT 1")
  return db
    .prepare("SELECT id, name, lead_id, choice, received_at FROM event WHERE seq >= ? AND seq < ? AND test_mode = ? AND name IN (SELECT value FROM json_each(?))")
    .all(scope.fromSeq, scope.toSeq, scope.test, JSON.stringify(namesOf(facts, "paid")))
    .flatMap((row): Item[] => {
      const lead = maybeText(row["lead_id"])
      // Erased: the choice stays as proof, the person is gone on their own wish.
      if (lead === undefined && row["choice"] !== null) return []
      const known = lead !== undefined && seen.get(JSON.stringify(leadsOf(lead))) !== undefined
      return [{ at: integer(row["received_at"]), ...(known ? {} : { miss: { kind: "event", id: text(row["id"]), why: `${text(row["name"])}: no session of the person who paid is known` } }) }]
    })
}
