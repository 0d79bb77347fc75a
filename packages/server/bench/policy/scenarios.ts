import { TIMEOUT_MS } from "../../src/delivery/http-client.ts"
import { away, failing, healthy, limited, overloaded, slow } from "./peer.ts"
import type { Promises, Scenario } from "./scenario.ts"

const MINUTE = 60_000
const HOUR = 60 * MINUTE

/** Twenty failures in a row and what was under way beside them, then probes: ten in the first hour and a half, one in five minutes later. */
const DOWN: Promises = { requestsAnHour: 60 }

/** One destination fails for hours while events go on arriving; when it heals, all of them are due. */
export const storm = ({ outageHours = 4, perSecond = 5, workers = 1, afterHours = 2, othersPerSecond = 1 } = {}): Scenario => {
  const trouble = { destination: "broken", from: HOUR / 2, until: HOUR / 2 + outageHours * HOUR }
  return {
    name: workers === 1 ? "storm" : `storm-${workers}-workers`,
    title: `Retry storm: 500 for ${outageHours} h, ${workers === 1 ? "one worker" : `${workers} workers`}`,
    lengthMs: trouble.until + afterHours * HOUR,
    sampleMs: MINUTE,
    destinations: { broken: { peer: () => failing(trouble.from, trouble.until) }, healthy: { peer: () => healthy() } },
    streams: [{ to: "broken", perSecond, shareWithheld: 0.1 }, { to: "healthy", perSecond: othersPerSecond }],
    workers,
    trouble,
    promises: { ...DOWN, requestsAnEvent: 1.1, recoveredAfterMs: HOUR / 2 },
  }
}

export const downForADay = ({ perSecond = 1, othersPerSecond = 0.2 } = {}): Scenario => {
  const trouble = { destination: "away", from: HOUR, until: 25 * HOUR }
  return {
    name: "day",
    title: "Nobody listens for a day",
    lengthMs: 48 * HOUR,
    sampleMs: 10 * MINUTE,
    destinations: { away: { peer: () => away(trouble.from, trouble.until) }, healthy: { peer: () => healthy() } },
    streams: [{ to: "away", perSecond }, { to: "healthy", perSecond: othersPerSecond }],
    workers: 1,
    trouble,
    promises: { ...DOWN, requestsAnEvent: 1.1, recoveredAfterMs: HOUR / 2 },
  }
}

const SMALL = 9
/** One destination gets nine events of ten, for a while more than it can take. */
export const giantDestination = ({ hours = 1, perSecond = 180 } = {}): Scenario => {
  const trouble = { destination: "giant", from: MINUTE, until: MINUTE + hours * HOUR * 0.25 }
  const small = Array.from({ length: SMALL }, (_, index) => `small${index + 1}`)
  const share = perSecond / 9 / SMALL
  return {
    name: "giant-destination",
    title: "One destination has 90 % of the traffic, for a while more than it can take",
    lengthMs: hours * HOUR,
    sampleMs: MINUTE / 2,
    destinations: { giant: { peer: () => healthy(60) }, ...Object.fromEntries(small.map((id) => [id, { peer: () => healthy(60) }])) },
    streams: [{ to: "giant", perSecond, from: trouble.from, until: trouble.until }, ...small.map((to) => ({ to, perSecond: share, from: 0, until: trouble.until }))],
    workers: 1,
    trouble,
    promises: { requestsAnEvent: 1 },
  }
}

/** One person sends nine events of ten to a destination that takes each person's events one after another. */
export const giantCustomer = ({ minutes = 5, perSecond = 20 } = {}): Scenario => {
  const trouble = { destination: "ordered", from: 0, until: minutes * MINUTE }
  return {
    name: "giant-customer",
    title: "One person sends 90 % of what goes to an ordered destination",
    lengthMs: 4 * minutes * MINUTE,
    sampleMs: MINUTE / 2,
    destinations: { ordered: { peer: () => healthy(150), ordered: true } },
    streams: [{ to: "ordered", perSecond, until: trouble.until, shareOfOne: 0.9 }],
    workers: 1,
    trouble,
    promises: { requestsAnEvent: 1, othersAgeMs: 1_000 },
  }
}

/** A destination whose answers take long; the others share the store and the process with it. */
export const slowDestination = ({ seconds, hours = 2, perSecond = 0.5, othersPerSecond = 5 }: { seconds: number; hours?: number; perSecond?: number; othersPerSecond?: number }): Scenario => {
  const trouble = { destination: "slow", from: HOUR / 4, until: HOUR / 4 + hours * HOUR }
  return {
    name: `slow-${seconds}s`,
    title: `A destination takes ${seconds} s for each answer, for ${hours} h`,
    lengthMs: trouble.until + 2 * HOUR,
    sampleMs: MINUTE,
    destinations: { slow: { peer: () => slow(seconds * 1000, trouble.from, trouble.until) }, healthy: { peer: () => healthy() } },
    streams: [{ to: "slow", perSecond }, { to: "healthy", perSecond: othersPerSecond }],
    workers: 1,
    trouble,
    promises: { requestsAnEvent: 1.2, recoveredAfterMs: HOUR / 2, ...(seconds * 1000 > TIMEOUT_MS && { requestsAnHour: 130 }) },
  }
}

/** A vendor takes 120 requests a minute; a mailing brings far more at once. */
export const rateLimited = ({ burst = 6_000, hours = 6, othersPerSecond = 1 } = {}): Scenario => {
  const trouble = { destination: "limited", from: 10 * MINUTE, until: 12 * MINUTE }
  return {
    name: "limited",
    title: `120 requests a minute allowed, ${burst} events within two minutes`,
    lengthMs: hours * HOUR,
    sampleMs: MINUTE,
    destinations: { limited: { peer: () => limited(120) }, healthy: { peer: () => healthy() } },
    streams: [{ to: "limited", perSecond: burst / 120, from: trouble.from, until: trouble.until }, { to: "limited", perSecond: 0.5 }, { to: "healthy", perSecond: othersPerSecond }],
    workers: 1,
    trouble,
    promises: { requestsAnEvent: 1.5 },
  }
}

/** A mailing goes to a destination that is overloaded by it: too few failures for the breaker. What failed together must not come back together. */
export const mailing = ({ events = 4_000 } = {}): Scenario => {
  const trouble = { destination: "overloaded", from: MINUTE, until: 2 * MINUTE }
  return {
    name: "mailing",
    title: `${events} events in a few seconds, half of them refused with 503 for a minute`,
    lengthMs: 20 * MINUTE,
    sampleMs: 5_000,
    destinations: { overloaded: { peer: () => overloaded(0.5, 2 * MINUTE) } },
    streams: [{ to: "overloaded", perSecond: events / 10, from: trouble.from, until: trouble.from + 10_000 }],
    workers: 1,
    trouble,
    promises: { returnsOverMs: MINUTE, requestsAnEvent: 2.5 },
  }
}

export const scenarios: readonly Scenario[] = [storm(), storm({ workers: 4 }), downForADay(), giantDestination(), giantCustomer(), slowDestination({ seconds: 12 }), slowDestination({ seconds: 30 }), rateLimited(), mailing()]
