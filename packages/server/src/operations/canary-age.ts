import type { QueueDepth } from "../store/port.ts"

/** How long ago the last canary arrived at each destination; none was missed before the server stood up. */
export const canaryAges = (destinations: readonly string[], arrived: QueueDepth["canaries"], startedAt: number, now: number): { destination: string; ms: number }[] => {
  const times = new Map(arrived.map(({ destination, at }) => [destination, at]))
  return destinations.map((destination) => ({ destination, ms: Math.max(0, now - Math.max(startedAt, times.get(destination) ?? 0)) }))
}
