import type { BrowserCookie } from "../browser/port.ts"

/** A visitor's clock, in milliseconds. It runs with the machine's and may be ahead of it; the browser keeps cookies by the machine's. */
export interface VisitorClock {
  aheadMs(): number
  /** Since 1970, as the visitor's pages tell the time */
  now(): number
  /** When a cookie ends, by this clock; undefined: when the browser closes */
  endOf(cookie: BrowserCookie): number | undefined
  /** Moves it on. `held`: what the browser keeps at this moment, and how long still */
  move(ms: number, held: readonly BrowserCookie[]): void
}

const idOf = ({ name, domain, expires }: BrowserCookie): string => JSON.stringify([name, domain, expires])

export const startClock = (): VisitorClock => {
  let ahead = 0
  /** Of cookies that were there when the clock was moved */
  const ends = new Map<string, number>()
  const now = (): number => Date.now() + ahead
  const endOf = (cookie: BrowserCookie): number | undefined => (cookie.expires === undefined ? undefined : (ends.get(idOf(cookie)) ?? cookie.expires * 1000 + ahead))
  return {
    aheadMs: () => ahead,
    now,
    endOf,
    move(ms, held) {
      for (const cookie of held) {
        const end = endOf(cookie)
        if (end !== undefined) ends.set(idOf(cookie), end)
      }
      ahead += ms
    },
  }
}
