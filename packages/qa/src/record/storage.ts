import type { CategoryChoice, StorageRecord, Where } from "@tagwright/formats"
import type { BrowserCookie, Session, Tab } from "../browser/port.ts"
import type { VisitorClock } from "../journey/clock.ts"

const dayMs = 86_400_000

/** What is kept in the browser, with values: only ever scanned, never written down. */
export interface Held {
  cookies: BrowserCookie[]
  localStorage: Record<string, string>
  sessionStorage: Record<string, string>
}

/** In the page. A browser that blocks storage throws at the very mention of it. */
const readStorage = (): Pick<Held, "localStorage" | "sessionStorage"> => {
  const read = (storage: () => Storage): Record<string, string> => {
    try {
      return { ...storage() }
    } catch {
      return {}
    }
  }
  return { localStorage: read(() => localStorage), sessionStorage: read(() => sessionStorage) }
}

export const readHeld = async (session: Session, tab: Tab): Promise<Held> => ({ cookies: await session.cookies(), ...(await tab.evaluate(readStorage, undefined)) })

/** How long a cookie lasts still, by the visitor's clock, in whole days: the clock runs between two looks. */
const daysLeft = (cookie: BrowserCookie, clock: VisitorClock): number => {
  const end = clock.endOf(cookie)
  return end === undefined ? 0 : Math.round((end - clock.now()) / dayMs)
}

/** Names and lifetimes, and our own lead_id. */
export const storageRecord = (where: Where, held: Held, leadCookie: string, clock: VisitorClock, choice?: CategoryChoice): StorageRecord => {
  const leadId = held.cookies.find((cookie) => cookie.name === leadCookie)?.value
  return {
    kind: "storage",
    ...where,
    cookies: held.cookies
      .map((cookie) => ({ name: cookie.name, domain: cookie.domain, httpOnly: cookie.httpOnly, days: daysLeft(cookie, clock) }))
      .toSorted((a, b) => (a.name + a.domain < b.name + b.domain ? -1 : 1)),
    localStorage: Object.keys(held.localStorage).toSorted(),
    sessionStorage: Object.keys(held.sessionStorage).toSorted(),
    ...(leadId === undefined ? {} : { leadId }),
    ...(choice === undefined ? {} : { choice }),
  }
}
