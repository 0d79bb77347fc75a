import type { Scenario } from "./scenario.ts"
import { createWorld, type Policy, type World } from "./world.ts"

/** What happened at one destination, in one stretch of time or in all. */
export interface Figures {
  events: number
  requests: number
  delivered: number
  dead: number
  withheld: number
}
export interface Sample {
  /** Its end, ms since the beginning */
  at: number
  /** Deliveries that workers hold, at most */
  held: number
  destinations: Record<string, Figures & { waiting: number; overdueMs: number }>
}
export interface Total extends Figures {
  waiting: number
  mostWaiting: number
  mostOverdueMs: number
  /** Requests in the busiest second */
  mostInASecond: number
  mostTries: number
  /** Age at delivery, ms */
  age: { p50: number; p99: number; most: number }
}
export interface Run {
  scenario: Scenario
  samples: Sample[]
  totals: Record<string, Total>
  /** Requests to the destination in trouble while the trouble lasts, an hour */
  requestsAnHourInTrouble: number
  /** From the end of the trouble; undefined: not within the scenario */
  recoveredAfterMs: number | undefined
  mostHeld: number
  /** Age at delivery, ms, of the person with most of the traffic, and of all others */
  people: { giant: number; others: number } | undefined
  /** Processor time that it took here */
  seconds: number
}

const RECOVERED_MS = 60_000
/** Of the most that ever waited */
const RECOVERED_SHARE = 0.01
const FEW = 20
const SECOND = 1_000
const empty = (): Figures => ({ events: 0, requests: 0, delivered: 0, dead: 0, withheld: 0 })
const waitingOf = ({ events, delivered, dead, withheld }: Figures): number => events - delivered - dead - withheld

interface Tally {
  now: Figures
  all: Figures
  ages: number[]
  mostTries: number
  second: { at: number; requests: number; most: number }
}
const createTally = (): Tally => ({ now: empty(), all: empty(), ages: [], mostTries: 0, second: { at: 0, requests: 0, most: 0 } })

const count = (tally: Tally, what: keyof Figures): void => {
  tally.now[what] += 1
  tally.all[what] += 1
}
const countSecond = ({ second }: Tally, at: number): void => {
  const current = Math.floor(at / SECOND)
  if (second.at !== current) Object.assign(second, { at: current, requests: 0 })
  second.requests += 1
  second.most = Math.max(second.most, second.requests)
}

const quantile = (sorted: readonly number[], share: number): number => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0

/** Counts what a world tells, by destination. */
const watch = (world: World, ids: readonly string[]) => {
  const tallies = new Map(ids.map((id) => [id, createTally()]))
  const ages: Record<"giant" | "others", number[]> = { giant: [], others: [] }
  const of = (id: string): Tally => tallies.get(id) ?? createTally()
  world.onArrival((id) => count(of(id), "events"))
  world.onRequest((id, at) => {
    count(of(id), "requests")
    countSecond(of(id), at)
  })
  world.onSettled(({ destination, state, ageMs, tries, isGiant }) => {
    const tally = of(destination)
    tally.mostTries = Math.max(tally.mostTries, tries)
    if (state === "dead" || state === "withheld") count(tally, state)
    if (state !== "delivered") return
    count(tally, "delivered")
    tally.ages.push(ageMs)
    ages[isGiant ? "giant" : "others"].push(ageMs)
  })
  return { tallies, ages }
}

const totalOf = ({ all, ages, mostTries, second }: Tally, samples: readonly Sample["destinations"][string][]): Total => {
  const sorted = ages.toSorted((a, b) => a - b)
  return {
    ...all,
    waiting: waitingOf(all),
    mostWaiting: Math.max(...samples.map(({ waiting }) => waiting)),
    mostOverdueMs: Math.max(...samples.map(({ overdueMs }) => overdueMs)),
    mostInASecond: second.most,
    mostTries,
    age: { p50: quantile(sorted, 0.5), p99: quantile(sorted, 0.99), most: sorted.at(-1) ?? 0 },
  }
}

/** Nothing is overdue by more than a minute, and what waits is the little that its schedule puts off. */
const recoveredAfter = (samples: readonly Sample[], { destination, until }: Scenario["trouble"]): number | undefined => {
  const own = samples.flatMap((sample) => sample.destinations[destination] ?? [])
  const few = Math.max(FEW, ...own.map(({ waiting }) => waiting * RECOVERED_SHARE))
  const last = own.findLastIndex(({ overdueMs, waiting }) => overdueMs > RECOVERED_MS || waiting > few)
  const next = samples[last + 1]
  return next === undefined ? undefined : Math.max(0, next.at - until)
}

/** Plays a scenario from its beginning to its end. The same seed gives the same run, to the last figure. */
export const simulate = async (scenario: Scenario, without?: Policy["without"], seed = 1): Promise<Run> => {
  const { destinations, streams, workers, trouble, lengthMs, sampleMs } = scenario
  const before = process.cpuUsage()
  const world = await createWorld(destinations, streams, { workers, without }, seed)
  const { tallies, ages } = watch(world, Object.keys(destinations))
  const samples: Sample[] = []
  for (let at = sampleMs; at <= lengthMs; at += sampleMs) {
    await world.run(at)
    const of: Sample["destinations"] = {}
    for (const [id, tally] of tallies) {
      of[id] = { ...tally.now, waiting: waitingOf(tally.all), overdueMs: await world.overdueMs(id) }
      tally.now = empty()
    }
    samples.push({ at, held: world.held(), destinations: of })
  }
  const mostHeld = world.mostHeld()
  await world.close()
  const { user, system } = process.cpuUsage(before)
  const during = samples.filter(({ at }) => at > trouble.from && at <= trouble.until).reduce((sum, sample) => sum + (sample.destinations[trouble.destination]?.requests ?? 0), 0)
  const median = (list: number[]): number => quantile(list.toSorted((a, b) => a - b), 0.5)
  return {
    scenario,
    samples,
    totals: Object.fromEntries([...tallies].map(([id, tally]) => [id, totalOf(tally, samples.flatMap((sample) => sample.destinations[id] ?? []))])),
    requestsAnHourInTrouble: Math.round(during / ((trouble.until - trouble.from) / 3_600_000)),
    recoveredAfterMs: recoveredAfter(samples, trouble),
    mostHeld,
    people: ages.giant.length === 0 ? undefined : { giant: median(ages.giant), others: median(ages.others) },
    seconds: (user + system) / 1e6,
  }
}
