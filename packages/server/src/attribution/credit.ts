/** A visit that may have caused a conversion. */
export interface TouchPoint {
  channel: string
  /** Milliseconds since 1970 */
  at: number
}
export interface Credit {
  channel: string
  /** Minor units; the credits of a conversion add up to its value exactly */
  minor: number
}

/**
 * Splits an amount by weights so that nothing is lost: each gets its share rounded down, and the units that are left go to
 * the largest remainders, earlier touches first among equals.
 */
export const splitExactly = (minor: number, weights: readonly number[]): number[] => {
  const sum = weights.reduce((total, weight) => total + weight, 0)
  if (weights.length === 0) return []
  const shares = weights.map((weight) => (sum > 0 ? (Math.abs(minor) * weight) / sum : Math.abs(minor) / weights.length))
  const floors = shares.map(Math.floor)
  let left = Math.abs(minor) - floors.reduce((total, floor) => total + floor, 0)
  const byRemainder = shares.map((share, index) => ({ index, rest: share - Math.floor(share) })).toSorted((a, b) => b.rest - a.rest || a.index - b.index)
  for (const { index } of byRemainder) {
    if (left <= 0) break
    floors[index] = (floors[index] ?? 0) + 1
    left -= 1
  }
  return floors.map((floor) => floor * (minor < 0 ? -1 : 1))
}

/** Credits per touch, touches of one channel together, in the order of first appearance. */
export const creditsOf = (touches: readonly TouchPoint[], minor: number, weights: readonly number[]): Credit[] => {
  const parts = splitExactly(minor, weights)
  const byChannel = new Map<string, number>()
  touches.forEach(({ channel }, index) => byChannel.set(channel, (byChannel.get(channel) ?? 0) + (parts[index] ?? 0)))
  return [...byChannel].filter(([, part]) => part !== 0 || minor === 0).map(([channel, part]) => ({ channel, minor: part }))
}
