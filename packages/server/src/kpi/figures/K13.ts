import { integer, text } from "../../store/columns.ts"
import type { Facts } from "../facts.ts"
import { measureItems, type Item, type Measured } from "../measure.ts"
import { namesOf, sourcesOf, unreadWebhooks, WITHIN, within } from "../queries.ts"

/** K13 — conversion tracking. An erased person is gone on their own wish: such a payment is not counted against us. */
export const K13 = async (facts: Facts): Promise<Measured> => {
  const { reader, scope } = facts
  const names = namesOf(facts, "paid")
  const rows = await reader.rows(`SELECT id, name, received_at, lead_id, choice FROM event WHERE ${WITHIN} AND ${reader.among("name", "texts")}`, ...within(scope), names)
  const isErased = (row: (typeof rows)[number]): boolean => row["lead_id"] === null && row["choice"] !== null
  const recorded = rows.filter((row) => !isErased(row)).map((row): Item => {
    const at = integer(row["received_at"])
    return row["lead_id"] === null ? { at, miss: { kind: "event", id: text(row["id"]), why: `${text(row["name"])}: the payment carries no lead_id of ours` } } : { at }
  })
  return measureItems([...recorded, ...(await unreadWebhooks(facts, sourcesOf(facts, names)))], [{ count: rows.filter(isErased).length, why: "The person asked to be forgotten" }])
}
