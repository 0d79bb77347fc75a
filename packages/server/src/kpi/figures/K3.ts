import type { CategoryChoice } from "@tagwright/formats"
import type { Facts } from "../facts.ts"
import { channelReader } from "../channel-of-lead.ts"
import { measureItems, type Item, type Measured } from "../measure.ts"
import { namesWhere } from "../queries.ts"
import { readEvent } from "../../store/sqlite/events.ts"

/** A refund takes a conversion back and is none itself. */
const conversionNames = (facts: Facts): string[] => namesWhere(facts, ({ keyEvent, from }) => keyEvent || from?.when === "paid")

/** Did the person allow anything that may be refused? */
const allowsSomething = ({ runtime }: Facts, choice: CategoryChoice | undefined): boolean =>
  Object.entries(runtime.plan.consent.categories).some(([key, { always }]) => !always && choice?.[key] === true)

/** K3 — attribution accuracy. Where nothing may be kept about a person's way here, no channel is the right answer. */
export const K3 = (facts: Facts): Measured => {
  const { db, scope } = facts
  const channel = channelReader(facts)
  const rows = db.prepare("SELECT * FROM event WHERE seq >= ? AND seq < ? AND test_mode = ? AND name IN (SELECT value FROM json_each(?))")
  let refused = 0
  const items: Item[] = []
  for (const row of rows.iterate(scope.fromSeq, scope.toSeq, scope.test, JSON.stringify(conversionNames(facts)))) {
    const event = readEvent(row)
    const found = event.leadId === undefined ? undefined : channel(event.leadId, event.at)
    if (found === undefined && !allowsSomething(facts, event.choice)) refused += 1
    else if (found === undefined || found === "Unassigned")
      items.push({ at: event.receivedAt, miss: { kind: "event", id: event.id, why: found === undefined ? `${event.name}: no visit is known that led to it` : `${event.name}: its campaign fits no channel` } })
    else items.push({ at: event.receivedAt })
  }
  return measureItems(items, [{ count: refused, why: "The person allows nothing to be kept about how they came" }])
}
