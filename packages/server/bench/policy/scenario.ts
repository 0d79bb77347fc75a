import type { Destination, Stream } from "./world.ts"

/** What the rules keep to in one scenario, beside what they keep to in all. */
export interface Promises {
  /** Requests to a destination that is down, an hour and worker */
  requestsAnHour?: number
  requestsAnEvent?: number
  recoveredAfterMs?: number
  /** What failed together comes back over at least this long: the middle nine tenths of it */
  returnsOverMs?: number
  /** Age at which the deliveries of everybody but one person leave, in the middle */
  othersAgeMs?: number
}

export interface Scenario {
  name: string
  title: string
  lengthMs: number
  sampleMs: number
  destinations: Record<string, Destination>
  streams: readonly Stream[]
  workers: number
  /** The destination that the scenario is about, and when it is not well */
  trouble: { destination: string; from: number; until: number }
  promises: Promises
}
