/** A vendor that charges by cost, not by count (Pipedrive): so much a day. */
export interface Budget {
  /** Takes `cost` from today's budget; undefined: taken, else how long to wait, in ms */
  take(cost: number, now: number): number | undefined
}

const DAY_MS = 86_400_000
/** The budget is renewed "at the start of the next day"; of which time zone is not said. */
export const untilMidnight = (now: number): number => DAY_MS - (now % DAY_MS)

/** Renewed at midnight UTC. What an earlier process spent today is not known: the vendor's 429 corrects us then. */
export const dailyBudget = (tokens: number): Budget => {
  let day = -1
  let spent = 0
  return {
    take: (cost, now) => {
      const today = Math.floor(now / DAY_MS)
      if (today !== day) [day, spent] = [today, 0]
      if (spent + cost > tokens) return untilMidnight(now)
      spent += cost
      return undefined
    },
  }
}
