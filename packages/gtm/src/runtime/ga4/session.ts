import type { ConsentState } from "../consent/state.ts"
import type { Host } from "../host/host.ts"
import { DEFAULT_MAX_AGE_S, depthOf, readClientId, readCookie, readSession, writeCookie, writeSession, type CookieSettings, type SessionCookie } from "./cookies.ts"

/** Marks on the first events of a visitor and of a session (fact D2). */
export interface Visit {
  clientId: string
  session: SessionCookie
  firstVisit: boolean
  newClient: boolean
  sessionStart: boolean
}

/** Client ids of this page by cookie prefix: all measurement ids of a page know the visitor by the same one. */
export type Identities = Map<string, string>

const DEFAULT_TIMEOUT_MIN = 30
const SHORTEST_TIMEOUT_MIN = 5
const LONGEST_TIMEOUT_MIN = 475
const JOIN_TIMER_S = 60
const LARGEST_ID = 2 ** 31

/**
 * Who the visitor is and which session this is, for one measurement id. With analytics_storage denied nothing is
 * read or written, and both live as long as the page; once granted the same ids go into the cookies (facts C4, D4).
 */
export class Session {
  readonly #host: Host
  readonly #consent: ConsentState
  readonly #cookie: string
  readonly #settings: Record<string, unknown>
  readonly #identities: Identities
  #session: SessionCookie | undefined
  #visitedBefore = false
  /** This page has started the session, or has already had its page view in it. */
  #startedHere = false
  /** The number a server container knows the visitor by; it lives in the session cookie (facts D2, D4). */
  #ecid = 0

  constructor(host: Host, consent: ConsentState, measurementId: string, settings: Record<string, unknown>, identities: Identities) {
    this.#identities = identities
    this.#host = host
    this.#consent = consent
    this.#settings = settings
    this.#cookie = `${this.#prefix()}_ga_${measurementId.replace(/^G-/, "")}`
  }

  /** Called for every event: continues or starts the session, writes the cookies back. `pageView`: the event is one. */
  touch(pageView: boolean): Visit {
    const now = Math.floor(this.#host.clock.now() / 1000)
    const stored = this.#readStored()
    const newClient = this.#client === undefined && stored.client === undefined
    this.#ecid ||= stored.session?.ecid ?? 0
    this.#client ??= this.#given("client_id") ?? stored.client ?? `${Math.floor(this.#host.random() * LARGEST_ID)}.${now}`
    const current = this.#session ?? stored.session
    // A property that has never seen this visitor counts a first visit, whoever has seen the visitor before.
    const firstVisit = current === undefined && !this.#visitedBefore
    const sessionStart = current === undefined || now - current.last > this.#timeout() * 60
    // The first page view of a page that continues a session makes it an engaged one (fact D4).
    const continued = !sessionStart && pageView && !this.#startedHere
    if (sessionStart || pageView) this.#startedHere = true
    this.#session = sessionStart
      ? { id: now, count: (current?.count ?? 0) + 1, engaged: false, last: now, join: JOIN_TIMER_S, ecid: this.#ecid }
      : { ...current, engaged: current.engaged || continued, last: now }
    this.#visitedBefore = true
    this.store()
    return { clientId: this.#client, session: this.#session, firstVisit, newClient, sessionStart }
  }

  engage(): void {
    if (this.#session === undefined || this.#session.engaged) return
    this.#session = { ...this.#session, engaged: true }
    this.store()
  }

  /** Writes what the page has kept so far: called when consent arrives (fact C4). */
  store(): void {
    if (!this.#consent.granted("analytics_storage") || this.#client === undefined || this.#session === undefined) return
    const settings = this.#cookieSettings()
    const depth = depthOf(settings.domain)
    if (this.#settings["cookie_update"] !== false || !this.#hasClientCookie()) this.#write(`${this.#prefix()}_ga`, `GA1.${depth}.${this.#client}`, settings)
    this.#write(this.#cookie, writeSession({ ...this.#session, ecid: this.#ecid }, depth), settings)
  }

  /** Made when a server container asks for the first time. */
  enhancedId(): number {
    if (this.#ecid > 0) return this.#ecid
    this.#ecid = Math.floor(this.#host.random() * LARGEST_ID)
    this.store()
    return this.#ecid
  }

  get #client(): string | undefined {
    return this.#identities.get(this.#prefix())
  }
  set #client(id: string) {
    this.#identities.set(this.#prefix(), id)
  }

  ids(): { clientId: string | undefined; session: SessionCookie | undefined } {
    return { clientId: this.#client, session: this.#session }
  }

  #readStored(): { client: string | undefined; session: SessionCookie | undefined } {
    if (!this.#consent.granted("analytics_storage")) return { client: undefined, session: undefined }
    const jar = this.#host.cookies.read()
    return { client: readClientId(readCookie(jar, `${this.#prefix()}_ga`)), session: readSession(readCookie(jar, this.#cookie)) }
  }

  #hasClientCookie(): boolean {
    return readCookie(this.#host.cookies.read(), `${this.#prefix()}_ga`) !== undefined
  }

  #write(name: string, value: string, settings: CookieSettings): void {
    const hostname = URL.parse(this.#host.page.href())?.hostname ?? ""
    writeCookie(this.#host.cookies, name, value, hostname, this.#host.clock.now(), settings)
  }

  #cookieSettings(): CookieSettings {
    return {
      domain: this.#given("cookie_domain") ?? "auto", path: this.#given("cookie_path") ?? "/",
      maxAge: Number(this.#settings["cookie_expires"] ?? DEFAULT_MAX_AGE_S), flags: this.#given("cookie_flags") ?? "",
    }
  }

  #timeout(): number {
    const asked = Number(this.#settings["session_duration"] ?? DEFAULT_TIMEOUT_MIN)
    return Math.min(LONGEST_TIMEOUT_MIN, Math.max(SHORTEST_TIMEOUT_MIN, asked || DEFAULT_TIMEOUT_MIN))
  }

  #prefix(): string {
    return this.#given("cookie_prefix") ?? ""
  }

  #given(key: string): string | undefined {
    const value = this.#settings[key]
    return value === undefined || value === null || value === "" ? undefined : String(value)
  }
}
