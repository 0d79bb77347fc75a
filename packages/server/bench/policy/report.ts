import type { Run } from "./simulate.ts"

const MINUTE = 60_000
/** A length of time in the two largest units that it has. */
export const length = (ms: number | undefined): string => {
  if (ms === undefined) return "not yet"
  if (ms < 1_000) return `${Math.round(ms)} ms`
  if (ms < 2 * MINUTE) return `${Math.round(ms / 1_000)} s`
  const minutes = Math.round(ms / MINUTE)
  return minutes < 120 ? `${minutes} min` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`
}

/** What a run showed, in one row: of the destination in trouble, and the worst of all others. */
export const rowOf = ({ scenario, totals, requestsAnHourInTrouble, recoveredAfterMs, mostHeld, people, seconds }: Run) => {
  const { destination } = scenario.trouble
  const own = totals[destination]
  const others = Object.entries(totals).flatMap(([id, total]) => (id === destination ? [] : [total]))
  const most = (pick: (total: (typeof others)[number]) => number): number | undefined => (others.length === 0 ? undefined : Math.max(...others.map(pick)))
  return {
    scenario: scenario.name,
    events: own?.events ?? 0,
    requestsAnEvent: Number(((own?.requests ?? 0) / Math.max(1, own?.events ?? 0)).toFixed(2)),
    requestsAnHourInTrouble,
    busiestSecond: own?.mostInASecond ?? 0,
    mostTries: own?.mostTries ?? 0,
    dead: own?.dead ?? 0,
    mostWaiting: own?.mostWaiting ?? 0,
    mostInHand: mostHeld,
    recoveredAfterMs,
    ageP99Ms: own?.age.p99 ?? 0,
    othersAgeP99Ms: people?.others ?? most(({ age }) => age.p99),
    othersMostOverdueMs: most(({ mostOverdueMs }) => mostOverdueMs),
    processorSeconds: Number(seconds.toFixed(1)),
  }
}
export type Row = ReturnType<typeof rowOf>

/** The columns of a table of runs: heading, and what stands in it. */
export const columns: readonly [heading: string, of: (row: Row) => string][] = [
  ["scenario", ({ scenario }) => scenario],
  ["events", ({ events }) => events.toLocaleString("en")],
  ["requests an event", ({ requestsAnEvent }) => requestsAnEvent.toFixed(2)],
  ["an hour in trouble", ({ requestsAnHourInTrouble }) => requestsAnHourInTrouble.toLocaleString("en")],
  ["busiest second", ({ busiestSecond }) => String(busiestSecond)],
  ["most tries", ({ mostTries }) => String(mostTries)],
  ["dead", ({ dead }) => String(dead)],
  ["most waiting", ({ mostWaiting }) => mostWaiting.toLocaleString("en")],
  ["in hand", ({ mostInHand }) => String(mostInHand)],
  ["recovered after", ({ recoveredAfterMs }) => length(recoveredAfterMs)],
  ["age, p99", ({ ageP99Ms }) => length(ageP99Ms)],
  ["the others' p99", ({ othersAgeP99Ms }) => (othersAgeP99Ms === undefined ? "-" : length(othersAgeP99Ms))],
]

/** A table for a terminal: figures to the right. */
export const table = (rows: readonly Row[]): string => {
  const cells = [columns.map(([heading]) => heading), ...rows.map((row) => columns.map(([, of]) => of(row)))]
  const widths = columns.map((_, index) => Math.max(...cells.map((line) => line[index]?.length ?? 0)))
  return cells.map((line) => line.map((cell, index) => (index === 0 ? cell.padEnd(widths[index] ?? 0) : cell.padStart(widths[index] ?? 0))).join("  ")).join("\n")
}
