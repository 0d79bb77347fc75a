import type { AttributionComparison, Touch } from "@tagwright/formats"
import { channelOf, trafficOf } from "../attribution/channels.ts"
import { splitExactly, type Credit, type TouchPoint } from "../attribution/credit.ts"
import { markovShares, type Journey } from "../attribution/markov.ts"
import { attribute, countingTouches, singleModels, type Conversion, type SingleModel } from "../attribution/models.ts"
import { LOOK_BACK_DAYS } from "../attribution/report.ts"
import { shapleyValues } from "../attribution/shapley.ts"
import { json, text } from "../store/sqlite/columns.ts"
import { readEvent } from "../store/sqlite/events.ts"
import { kpiScope, type Facts } from "./facts.ts"

const LOOK_BACK_MS = LOOK_BACK_DAYS * 86_400_000
const isSingle = (name: string): name is SingleModel => Object.hasOwn(singleModels, name)
const singles = Object.keys(singleModels).filter(isSingle)
const models = [...singles, "markov", "shapley"]

interface Sale extends Conversion {
  currency: string
}

const touchPoints = ({ db, leadsOf }: Facts): ((leadId: string) => TouchPoint[]) => {
  const touches = db.prepare("SELECT touch FROM touch WHERE lead_id = ? ORDER BY at")
  return (leadId) => leadsOf(leadId).flatMap((lead) => touches.all(lead).map((row) => json<Touch>(row["touch"]))).map((touch) => ({ channel: channelOf(trafficOf(touch), touch.at), at: touch.at }))
}

const salesOf = (facts: Facts): { sales: Sale[]; buyers: Set<string> } => {
  const { db, scope, runtime } = facts
  const pointsOf = touchPoints(facts)
  const buyers = new Set<string>()
  const rows = db.prepare("SELECT * FROM event WHERE seq >= ? AND seq < ? AND test_mode = ? AND amount IS NOT NULL AND reversed_at IS NULL").all(scope.fromSeq, scope.toSeq, scope.test)
  const sales = rows.map(readEvent).flatMap((event): Sale[] => {
    if (event.amount === undefined) return []
    const when = runtime.events.get(event.name)?.plan.from?.when
    // A payment that failed names a sum too, and is no money.
    if (when === "failed") return []
    const isRefund = when === "refunded"
    if (event.leadId !== undefined && !isRefund) buyers.add(event.leadId)
    return [{ touches: event.leadId === undefined ? [] : pointsOf(event.leadId), at: event.at, minor: isRefund ? -event.amount.minor : event.amount.minor, currency: event.amount.currency }]
  })
  return { sales, buyers }
}

/** Ways that led to nothing count for the data-driven models as much as those that did. */
const journeysOf = (facts: Facts, { sales, buyers }: ReturnType<typeof salesOf>): Journey[] => {
  const bought = sales.filter(({ minor }) => minor > 0).map((sale): Journey => ({ channels: countingTouches(sale, LOOK_BACK_MS).map(({ channel }) => channel), converted: true }))
  const rows = facts.db.prepare("SELECT lead_id, json_group_array(touch) AS touches FROM touch WHERE at >= ? AND at < ? GROUP BY lead_id")
  const lost: Journey[] = []
  for (const row of rows.iterate(facts.scope.from, facts.scope.to)) {
    if (buyers.has(text(row["lead_id"]))) continue
    const touches = json<string[]>(row["touches"]).map((one): Touch => JSON.parse(one))
    lost.push({ channels: touches.toSorted((a, b) => a.at - b.at).map((touch) => channelOf(trafficOf(touch), touch.at)), converted: false })
  }
  return [...bought, ...lost]
}

const byShares = (sales: readonly Sale[], shares: ReadonlyMap<string, number>): (Credit & { currency: string })[] =>
  [...Map.groupBy(sales, ({ currency }) => currency)].flatMap(([currency, sold]) => {
    const channels = [...shares.keys()]
    const parts = splitExactly(sold.reduce((sum, { minor }) => sum + minor, 0), [...shares.values()])
    return channels.map((channel, index) => ({ channel, currency, minor: parts[index] ?? 0 }))
  })

/** The same sales under every model, side by side. */
export const compareModels = (facts: Facts): AttributionComparison => {
  const found = salesOf(facts)
  const journeys = journeysOf(facts, found)
  const credits = [
    ...singles.map((model) => found.sales.flatMap((sale) => attribute(model, sale, LOOK_BACK_MS).map((credit) => ({ ...credit, currency: sale.currency })))),
    byShares(found.sales, markovShares(journeys)),
    byShares(found.sales, shapleyValues(journeys)),
  ]
  const rows = new Map<string, AttributionComparison["rows"][number]>()
  for (const [index, list] of credits.entries())
    for (const { channel, currency, minor } of list) {
      const row = rows.get(`${currency} ${channel}`) ?? { channel, currency, minor: models.map(() => 0) }
      row.minor[index] = (row.minor[index] ?? 0) + minor
      rows.set(`${currency} ${channel}`, row)
    }
  return { version: 1, ...kpiScope(facts), models, rows: [...rows.values()].toSorted((a, b) => a.currency.localeCompare(b.currency) || (b.minor[2] ?? 0) - (a.minor[2] ?? 0)), conversions: found.sales.length }
}
