import { integer, text } from "../../store/sqlite/columns.ts"
import type { Facts } from "../facts.ts"
import { measureItems, type Item, type Measured } from "../measure.ts"
import { namesOf, sourcesOf, unreadWebhooks } from "../queries.ts"

/** K13 — conversion tracking. An erased person is gone on their own wish: such a payment is not counted against us. */
export const K13 = (facts: Facts): Measured => {
  const { db, scope } = facts
  const names = namesOf(facts, "paid")
  const rows = db
    .prepare("SELECT id, name, received_at, lead_id IS NOT NULL AS known, choice IS NOT NULL AS chosen FROM event WHERE seq >= ? AND seq < ? AND test_mode = ? AND name IN (SELECT value FROM json_each(?))")
    .all(scope.fromSeq, scope.toSeq, scope.test, JSON.stringify(names))
  const isErased = (row: (typeof rows)[number]) => integer(row["known"]) === 0 && integer(row["chosen"]) === 1
  const recorded = rows.filter((row) => !isErased(row)).map((row): Item => {
    const at = integer(row["received_at"])
    return integer(row["known"]) === 1 ? { at } : { at, miss: { kind: "event", id: text(row["id"]), why: `${text(row["name"])}: the payment carries no lead_id of ours` } }
  })
  return measureItems([...recorded, ...unreadWebhooks(facts, sourcesOf(facts, names))], [{ count: rows.filter(isErased).length, why: "The person asked to be forgotten" }])
}
