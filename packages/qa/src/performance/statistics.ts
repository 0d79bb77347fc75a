/** The middle value; of an even number the mean of the two in the middle. */
export const median = (values: readonly number[]): number => {
  const sorted = values.toSorted((a, b) => a - b)
  const half = Math.floor(sorted.length / 2)
  const [low, high] = [sorted[sorted.length % 2 === 0 ? half - 1 : half] ?? 0, sorted[half] ?? 0]
  return (low + high) / 2
}

/** Enough that the interval's ends no longer move by more than the measurement's own noise. */
const RESAMPLES = 2_000
/** 2.5 % on either side: a 95 % interval */
const TAIL = 0.025

/** Park and Miller's generator: the same samples give the same interval. */
const dice = (seed: number) => () => (seed = (seed * 48_271) % 2_147_483_647) / 2_147_483_647

export interface Interval {
  middle: number
  low: number
  high: number
}

/** Median of the values with its bootstrap 95 % interval (percentile method, Efron 1979). Of one value the interval is that value. */
export const intervalOf = (values: readonly number[]): Interval => {
  const roll = dice(20_261_125)
  const medians = Array.from({ length: RESAMPLES }, () => median(values.map(() => values[Math.floor(roll() * values.length)] ?? 0))).toSorted((a, b) => a - b)
  return { middle: median(values), low: medians[Math.floor(TAIL * RESAMPLES)] ?? 0, high: medians[Math.ceil((1 - TAIL) * RESAMPLES) - 1] ?? 0 }
}
