import type { CategoryChoice } from "@tagwright/formats"
import { integer, maybeJson, maybeText, text, type Row } from "../../store/columns.ts"
import { channelsOf } from "../channels-of-leads.ts"
import type { Facts } from "../facts.ts"
import { measureItems, type Item, type Measured } from "../measure.ts"
import { namesWhere, WITHIN, within } from "../queries.ts"

/** A refund takes a conversion back and is none itself. */
const conversionNames = (facts: Facts): string[] => namesWhere(facts, ({ keyEvent, from }) => keyEvent || from?.when === "paid")

/** Did the person allow anything that may be refused? */
const allowsSomething = ({ runtime }: Facts, choice: CategoryChoice | undefined): boolean =>
  Object.entries(runtime.plan.consent.categories).some(([key, { always }]) => !always && choice?.[key] === true)

const readConversion = (row: Row) => ({ id: text(row["id"]), name: text(row["name"]), leadId: maybeText(row["lead_id"] ?? null), at: integer(row["at"]), receivedAt: integer(row["received_at"]), choice: maybeJson<CategoryChoice>(row["choice"] ?? null) })

/** K3 — attribution accuracy. Where nothing may be kept about a person's way here, no channel is the right answer. */
export const K3 = async (facts: Facts): Promise<Measured> => {
  const { reader, scope } = facts
  let refused = 0
  const items: Item[] = []
  for await (const rows of reader.portions(`SELECT id, name, lead_id, at, received_at, choice FROM event WHERE ${WITHIN} AND ${reader.among("name", "texts")}`, ...within(scope), conversionNames(facts))) {
    const events = rows.map(readConversion)
    const asked = events.flatMap(({ leadId, at }) => (leadId === undefined ? [] : [{ leadId, at }]))
    const channels = (await channelsOf(reader, asked)).values()
    for (const { id, name, leadId, receivedAt: at, choice } of events) {
      const found = leadId === undefined ? undefined : channels.next().value
      if (found === undefined && !allowsSomething(facts, choice)) refused += 1
      else if (found === undefined || found === "Unassigned") items.push({ at, miss: { kind: "event", id, why: found === undefined ? `${name}: no visit is known that led to it` : `${name}: its campaign fits no channel` } })
      else items.push({ at })
    }
  }
  return measureItems(items, [{ count: refused, why: "The person allows nothing to be kept about how they came" }])
}
