import type { Row } from "../crash/client.ts"
import { needlessRepeats, type Acceptance } from "../crash/sink.ts"

export interface Counted {
  acknowledged: number
  stored: number
  /** Different events that reached each sink */
  delivered: Record<string, number>
  /** Times a sink got an event again, which a mishap excuses */
  repeated: number
  /** Acknowledged and not stored */
  lost: string[]
  /** Stored, and neither delivered nor dead; with its state */
  unaccounted: string[]
  /** Stored twice, or sent again without a mishap or a hidden answer to excuse it */
  twice: string[]
  /** Reached the ordered sink after a later one of the same person */
  disordered: string[]
}
export interface Found {
  /** Person → events in the order in which they were sent and acknowledged, one after another */
  promised: ReadonlyMap<string, readonly string[]>
  events: readonly Row[]
  deliveries: readonly Row[]
  accepted: Record<"hook" | "ordered", ReadonlyMap<string, readonly Acceptance[]>>
  /** `<destination> <event>` of deliveries of which an attempt was written down as failed: whoever sent did not see the answer */
  failed: ReadonlySet<string>
}

/** acknowledged ⊆ stored = delivered ∪ dead ∪ waiting; nothing twice; everybody in order. */
export const countUp = ({ promised, events, deliveries, accepted, failed }: Found): Counted => {
  const stored = new Set(events.map(({ id }) => id))
  const acknowledged = [...promised.values()].flat()
  const states = new Map(deliveries.map(({ id, destination, state }) => [`${destination} ${id}`, state]))
  const sinks = Object.entries(accepted)
  const seen = new Set<string>()
  const storedTwice = events.flatMap(({ id }) => (seen.size === seen.add(id).size ? [id] : []))
  const isAccountedFor = (destination: string, reached: ReadonlyMap<string, unknown>, id: string): boolean => {
    const state = states.get(`${destination} ${id}`)
    return state === "dead" || (state === "delivered" && reached.has(id))
  }
  return {
    acknowledged: acknowledged.length,
    stored: stored.size,
    delivered: Object.fromEntries(sinks.map(([name, reached]) => [name, reached.size])),
    repeated: sinks.flatMap(([, reached]) => [...reached.values()]).reduce((sum, times) => sum + times.length - 1, 0),
    lost: acknowledged.filter((id) => !stored.has(id)),
    unaccounted: sinks.flatMap(([name, reached]) => [...stored].filter((id) => !isAccountedFor(name, reached, id)).map((id) => `${name} ${id} ${states.get(`${name} ${id}`) ?? "not queued"}`)),
    twice: [...storedTwice, ...sinks.flatMap(([name, reached]) => needlessRepeats(reached).map((id) => `${name} ${id}`)).filter((one) => !failed.has(one))],
    disordered: disordered(promised, accepted.ordered),
  }
}

/** A map keeps the order in which its keys were first set. */
const disordered = (promised: Found["promised"], reached: ReadonlyMap<string, unknown>): string[] => {
  const place = new Map([...reached.keys()].map((id, index) => [id, index]))
  return [...promised.values()].flatMap((ids) => {
    const places = ids.flatMap((id) => place.get(id) ?? [])
    return places.flatMap((own, index) => (index > 0 && own < (places[index - 1] ?? 0) ? [ids[index] ?? ""] : []))
  })
}
