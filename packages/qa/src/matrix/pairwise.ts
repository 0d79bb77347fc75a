/** A case: one value of every factor, by position. */
export type Case = readonly string[]

const pairsOf = (one: Case): string[] => one.flatMap((a, i) => one.slice(i + 1).map((b, j) => `${i}=${a} ${i + 1 + j}=${b}`))

/** Every combination, in the order of the factors' values. */
export const everyCase = (factors: readonly (readonly string[])[]): Case[] =>
  factors.reduce<Case[]>((cases, values) => cases.flatMap((one) => values.map((value) => [...one, value])), [[]])

/**
 * Few of the given cases that together contain every pair of values that any of them contains. Greedy: the case with the most
 * pairs not yet seen comes next, the earlier one of two equals, so that the same input gives the same cases.
 */
export const pairwise = (cases: readonly Case[]): Case[] => {
  const left = new Set(cases.flatMap(pairsOf))
  const pool = cases.map((one) => ({ one, pairs: pairsOf(one) }))
  const chosen: Case[] = []
  while (left.size > 0) {
    let best = pool[0]
    let most = -1
    for (const candidate of pool) {
      const news = candidate.pairs.reduce((sum, pair) => sum + (left.has(pair) ? 1 : 0), 0)
      if (news > most) [best, most] = [candidate, news]
    }
    if (best === undefined) return chosen
    for (const pair of best.pairs) left.delete(pair)
    chosen.push(best.one)
  }
  return chosen
}
