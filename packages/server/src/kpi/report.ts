import { kpiIds, kpis, type Kpi, type KpiDetail, type KpiId, type KpiReport, type KpiTarget } from "@tagwright/formats"
import { kpiScope, type Facts } from "./facts.ts"
import { figures } from "./figures/index.ts"
import { dayOf, type Measured } from "./measure.ts"

/** Enough to see what it is about; the detail pages on. */
const SHOWN = 5
const DAY_MS = 86_400_000

const meets = (value: number, { is, value: target }: KpiTarget): boolean => (is === "above" ? value > target : is === "below" ? value < target : value >= target)

const trendOf = ({ days }: Measured, { from, to }: Facts["scope"]): Kpi["trend"] => {
  const counts = new Map(days.map((count) => [count.day, count]))
  const first = Date.parse(dayOf(from))
  return Array.from({ length: Math.floor((to - 1 - first) / DAY_MS) + 1 }, (_, index) => {
    const day = dayOf(first + index * DAY_MS)
    const { good, of } = counts.get(day) ?? { good: 0, of: 0 }
    return { day, value: of === 0 ? null : good / of, of }
  })
}

const kpiOf = async (id: KpiId, measured: Measured, scope: Facts["scope"]): Promise<Kpi> => {
  const { title, definition, unit, target } = kpis[id]
  const good = measured.days.reduce((sum, day) => sum + day.good, 0)
  const of = measured.days.reduce((sum, day) => sum + day.of, 0)
  const value = measured.value === undefined ? (of === 0 ? null : good / of) : measured.value
  const misses = await measured.misses(0, SHOWN)
  return {
    id,
    title,
    definition,
    unit,
    target,
    value,
    status: value === null ? "unknown" : meets(value, target) ? "met" : "missed",
    good,
    of,
    excluded: measured.excluded ?? [],
    trend: trendOf(measured, scope),
    missed: of - good,
    misses,
  }
}

/** All figures of the ledger, for the last days; one after the other, since one connection answers them. */
export const kpiReport = async (facts: Facts): Promise<KpiReport> => {
  const found: Kpi[] = []
  for (const id of kpiIds) found.push(await kpiOf(id, await figures[id](facts), facts.scope))
  return { version: 1, ...kpiScope(facts), kpis: found }
}

/** One figure and a page of what is behind it. */
export const kpiDetail = async (facts: Facts, id: KpiId, offset: number, limit: number): Promise<KpiDetail> => {
  const measured = await figures[id](facts)
  return { version: 1, ...kpiScope(facts), kpi: await kpiOf(id, measured, facts.scope), offset, misses: await measured.misses(offset, limit) }
}
