import type { PerformanceMetric, PerformanceRecord } from "@tagwright/formats"

type Cost = NonNullable<PerformanceRecord["volatile"]>
type Costs = Partial<Record<PerformanceMetric, Cost>>

/** `performance.json`: what tracking costs each measured page, and each tag by itself where that was asked for. */
export interface PerformanceReport {
  version: 1
  /** The processor was slowed down by this factor */
  slowdown: number
  pages: { page: string; tracking: Costs; tags: { tag: string; cost: Costs }[] }[]
}

const costsOf = (records: readonly PerformanceRecord[]): Costs => Object.fromEntries(records.flatMap(({ metric, volatile }) => (volatile === undefined ? [] : [[metric, volatile]])))

export const reportOf = (records: readonly PerformanceRecord[]): PerformanceReport => ({
  version: 1,
  slowdown: records[0]?.slowdown ?? 1,
  pages: [...Map.groupBy(records, ({ page }) => page)].map(([page, found]) => ({
    page,
    tracking: costsOf(found.filter(({ tag }) => tag === undefined)),
    tags: [...Map.groupBy(found.filter(({ tag }) => tag !== undefined), ({ tag }) => tag ?? "")].map(([tag, own]) => ({ tag, cost: costsOf(own) })),
  })),
})
