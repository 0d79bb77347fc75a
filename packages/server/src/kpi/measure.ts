import type { KpiMiss } from "@tagwright/formats"

/** What happened on one day (UTC), and how much of it was good. */
export interface DayCount {
  /** YYYY-MM-DD */
  day: string
  good: number
  of: number
}

/** A figure before it is compared with its target. */
export interface Measured {
  days: DayCount[]
  excluded?: { count: number; why: string }[]
  /** What is behind the figure, newest first */
  misses(offset: number, limit: number): KpiMiss[] | Promise<KpiMiss[]>
  /** Where the figure is not good/of over all days */
  value?: number | null
}

/** Something that counts, with its reason when it was not good. */
export interface Item {
  at: number
  miss?: Omit<KpiMiss, "at">
  /** How much it counts; default 1 */
  weight?: number
}

export const dayOf = (ms: number): string => new Date(ms).toISOString().slice(0, 10)

/** Adds up counts of the same day, oldest day first. */
export const sumDays = (counts: Iterable<DayCount>): DayCount[] => {
  const days = new Map<string, DayCount>()
  for (const { day, good, of } of counts) {
    const sum = days.get(day) ?? { day, good: 0, of: 0 }
    days.set(day, { day, good: sum.good + good, of: sum.of + of })
  }
  return [...days.values()].toSorted((a, b) => (a.day < b.day ? -1 : 1))
}

/** In the order of their bytes, on whichever engine the ids were kept */
const byBytes = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)

/** A figure over things that fit into memory. */
export const measureItems = (items: readonly Item[], excluded: { count: number; why: string }[] = []): Measured => {
  const missed = items.flatMap(({ at, miss }) => (miss === undefined ? [] : [{ ...miss, at }])).toSorted((a, b) => b.at - a.at || byBytes(a.id, b.id))
  return {
    days: sumDays(items.map(({ at, miss, weight = 1 }) => ({ day: dayOf(at), good: miss === undefined ? weight : 0, of: weight }))),
    excluded: excluded.filter(({ count }) => count > 0),
    misses: (offset, limit) => missed.slice(offset, offset + limit),
  }
}

/** Two parts of one figure. */
export const together = (a: Measured, b: DayCount[]): Measured => ({ ...a, days: sumDays([...a.days, ...b]) })
