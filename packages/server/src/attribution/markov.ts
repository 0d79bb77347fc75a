/** One person's way: the channels in order, and whether it ended in a conversion. */
export interface Journey {
  channels: readonly string[]
  converted: boolean
}

const START = "(start)"
const CONVERTED = "(conversion)"
const LOST = "(null)"
/** The chain settles far earlier; a bound keeps a strange input from running for ever. */
const MOST_ROUNDS = 10_000
const PRECISION = 1e-12

type Chain = ReadonlyMap<string, ReadonlyMap<string, number>>

/** Transition probabilities of an absorbing chain, counted from the journeys. */
const chainOf = (journeys: readonly Journey[]): Chain => {
  const counts = new Map<string, Map<string, number>>()
  const count = (from: string, to: string): void => {
    const row = counts.get(from) ?? new Map<string, number>()
    row.set(to, (row.get(to) ?? 0) + 1)
    counts.set(from, row)
  }
  for (const { channels, converted } of journeys) {
    const way = [START, ...channels, converted ? CONVERTED : LOST]
    way.slice(1).forEach((to, index) => count(way[index] ?? START, to))
  }
  return new Map(
    [...counts].map(([from, row]) => {
      const sum = [...row.values()].reduce((total, n) => total + n, 0)
      return [from, new Map([...row].map(([to, n]) => [to, n / sum]))]
    }),
  )
}

/** Probability of a conversion from the start; a removed channel leads nowhere. Found by repeated substitution. */
const conversionChance = (chain: Chain, removed?: string): number => {
  let chance = new Map<string, number>([[CONVERTED, 1]])
  for (let round = 0; round < MOST_ROUNDS; round++) {
    const next = new Map<string, number>([[CONVERTED, 1]])
    let moved = 0
    for (const [from, row] of chain) {
      if (from === removed) continue
      const value = [...row].reduce((sum, [to, p]) => sum + (to === removed ? 0 : p * (chance.get(to) ?? 0)), 0)
      next.set(from, value)
      moved = Math.max(moved, Math.abs(value - (chance.get(from) ?? 0)))
    }
    chance = next
    if (moved < PRECISION) break
  }
  return chance.get(START) ?? 0
}

/** Share of each channel by its removal effect: how many conversions would be missing without it. Shares add up to 1. */
export const markovShares = (journeys: readonly Journey[]): Map<string, number> => {
  const chain = chainOf(journeys)
  const all = conversionChance(chain)
  const channels = [...new Set(journeys.flatMap((journey) => journey.channels))]
  const effects = channels.map((channel) => (all === 0 ? 0 : 1 - conversionChance(chain, channel) / all))
  const sum = effects.reduce((total, effect) => total + effect, 0)
  return new Map(channels.map((channel, index) => [channel, sum === 0 ? 1 / channels.length : (effects[index] ?? 0) / sum]))
}
