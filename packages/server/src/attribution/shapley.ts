import type { Journey } from "./markov.ts"

/** Exact values need every subset of channels: 2^12 is instant, 2^20 is not. */
export const MOST_CHANNELS = 12

const factorials = Array.from({ length: MOST_CHANNELS + 1 }, () => 1)
for (let n = 2; n < factorials.length; n++) factorials[n] = (factorials[n - 1] ?? 1) * n
const factorial = (n: number): number => factorials[n] ?? 1

/**
 * Shapley value of each channel. What a set of channels is worth: the conversions of journeys that used only channels of the set.
 * Values add up to the number of conversions. More than `MOST_CHANNELS` channels: the rarest are counted together as "(other)".
 */
export const shapleyValues = (journeys: readonly Journey[]): Map<string, number> => {
  const converted = journeys.filter((journey) => journey.converted && journey.channels.length > 0)
  const channels = commonest(converted.flatMap((journey) => [...new Set(journey.channels)]))
  const bit = (channel: string): number => 1 << Math.max(0, channels.indexOf(channels.includes(channel) ? channel : OTHER))
  const worth = new Float64Array(1 << channels.length)
  for (const journey of converted) {
    const mask = journey.channels.reduce((set, channel) => set | bit(channel), 0)
    worth[mask] = (worth[mask] ?? 0) + 1
  }
  sumOverSubsets(worth, channels.length)
  return new Map(channels.map((channel, index) => [channel, valueOf(worth, channels.length, index)]))
}

const OTHER = "(other)"
const commonest = (seen: readonly string[]): string[] => {
  const counts = new Map<string, number>()
  for (const channel of seen) counts.set(channel, (counts.get(channel) ?? 0) + 1)
  const ordered = [...counts].toSorted((a, b) => b[1] - a[1]).map(([channel]) => channel)
  return ordered.length <= MOST_CHANNELS ? ordered : [...ordered.slice(0, MOST_CHANNELS - 1), OTHER]
}

/** After this, `worth[set]` is the sum over all subsets of the set. */
const sumOverSubsets = (worth: Float64Array, size: number): void => {
  for (let index = 0; index < size; index++)
    for (let set = 0; set < worth.length; set++) if (set & (1 << index)) worth[set] = (worth[set] ?? 0) + (worth[set ^ (1 << index)] ?? 0)
}

const valueOf = (worth: Float64Array, size: number, index: number): number => {
  let value = 0
  for (let set = 0; set < worth.length; set++) {
    if (set & (1 << index)) continue
    const others = [...set.toString(2)].filter((digit) => digit === "1").length
    const weight = (factorial(others) * factorial(size - others - 1)) / factorial(size)
    value += weight * ((worth[set | (1 << index)] ?? 0) - (worth[set] ?? 0))
  }
  return value
}
