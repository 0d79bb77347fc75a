import { isDirect, type TrafficSource } from "./channels.ts"

/** Something that a person did, and where it came from. */
export interface View {
  /** Milliseconds since 1970 */
  at: number
  traffic: TrafficSource
  /** A page view, which counts for engagement */
  isPage: boolean
  isKeyEvent: boolean
}

/**
 * `ga4`: a session ends after a pause, nothing else; neither midnight nor a new campaign ends it.
 * `universal`: as Universal Analytics did, midnight of the site's time zone and a new campaign end it too.
 */
export type SessionKind = "ga4" | "universal"
export interface SessionRules {
  kind: SessionKind
  /** A longer pause ends the session; GA4: 5 to 475 minutes, usually 30 */
  idleMs: number
  /** IANA name, for midnight */
  timeZone: string
}

export interface Session {
  start: number
  end: number
  traffic: TrafficSource
  pages: number
  /** More than 10 seconds, a key event, or two pages */
  isEngaged: boolean
}
const ENGAGED_MS = 10_000
const ENGAGED_PAGES = 2

const dayIn = (timeZone: string): ((at: number) => string) => {
  const format = new Intl.DateTimeFormat("en-CA", { timeZone, dateStyle: "short" })
  return (at) => format.format(at)
}
const isSame = (a: TrafficSource, b: TrafficSource): boolean => a.source === b.source && a.medium === b.medium && a.campaign === b.campaign

/** The sessions of one person, oldest first. A session comes from where its first view came from. */
export const sessionsOf = (views: readonly View[], { kind, idleMs, timeZone }: SessionRules): Session[] => {
  const dayOf = dayIn(timeZone)
  const ends = (session: Session, view: View): boolean => {
    if (view.at - session.end > idleMs) return true
    if (kind === "ga4") return false
    return dayOf(view.at) !== dayOf(session.end) || (!isDirect(view.traffic) && !isSame(view.traffic, session.traffic))
  }
  const sessions: Session[] = []
  for (const view of views.toSorted((a, b) => a.at - b.at)) {
    const last = sessions.at(-1)
    const session = last === undefined || ends(last, view) ? { start: view.at, end: view.at, traffic: view.traffic, pages: 0, isEngaged: false } : last
    if (session !== last) sessions.push(session)
    session.end = view.at
    session.pages += view.isPage ? 1 : 0
    session.isEngaged ||= view.isKeyEvent || session.pages >= ENGAGED_PAGES || session.end - session.start > ENGAGED_MS
  }
  return sessions
}
