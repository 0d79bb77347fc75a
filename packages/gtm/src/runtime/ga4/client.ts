import { dma, dmaCps, gcd, gcs, npa, type AdSignals } from "../consent/encode.ts"
import { inEea } from "../consent/regions.ts"
import { CORE_TYPES, type ConsentState } from "../consent/state.ts"
import type { Host } from "../host/host.ts"
import { Batch, type Endpoint } from "./batch.ts"
import { readCookie } from "./cookies.ts"
import { Engagement } from "./engagement.ts"
import { encodeHit, type Pairs } from "./hit.ts"
import { Session, type Identities } from "./session.ts"

export interface Ga4Event {
  name: string
  params: Record<string, unknown>
  userProperties: Record<string, unknown>
  external: boolean
  tag: string | undefined
}

/** Where the `gtm` parameter would name Google's build, ours names itself. */
const BUILD = "tagwright"
/** A page that never gets consent keeps this many page views to send again. */
const MOST_REMEMBERED = 20

/** The client of one measurement id: turns events into `/g/collect` requests (facts D1–D4). */
export class Ga4Client {
  readonly id: string
  readonly settings: Record<string, unknown>
  readonly #host: Host
  readonly #consent: ConsentState
  readonly #session: Session
  readonly #batch: Batch
  readonly #engagement: Engagement
  readonly #userProperties = new Map<string, unknown>()
  #lastLocation: string | undefined
  /** Page views that went out while analytics_storage was denied. */
  #unconsented: Ga4Event[] = []

  constructor(id: string, settings: Record<string, unknown>, host: Host, consent: ConsentState, identities: Identities) {
    this.id = id
    this.settings = settings
    this.#host = host
    this.#consent = consent
    this.#session = new Session(host, consent, id, settings, identities)
    this.#batch = new Batch(host, () => this.#endpoint(), () => this.#optedOut())
    this.#engagement = new Engagement(host, () => this.#session.engage())
  }

  send(event: Ga4Event, consentChange: Pairs = []): void {
    if (this.#optedOut()) return
    const pageView = event.name === "page_view"
    const visit = this.#session.touch(pageView)
    const params = { ...this.settings, ...event.params }
    if (pageView && !this.#consent.granted("analytics_storage")) this.#unconsented = [...this.#unconsented.slice(1 - MOST_REMEMBERED), event]
    this.#batch.add(encodeHit({
      name: event.name, params, visit, external: event.external, tag: event.tag, request: this.#requestPairs(), consentChange, adUserData: this.#consent.granted("ad_user_data"),
      userProperties: this.#changed({ ...asObject(this.settings["user_properties"]), ...asObject(params["user_properties"]), ...event.userProperties }),
      page: this.#page(event), engagement: this.#engagement.take() + Number(event.params["engagement_time_msec"] ?? 0),
    }))
  }

  /** Consent has arrived: the same ids go into cookies, and a hit says so (fact C4). `types` have changed with it. */
  consentGranted(types: readonly string[]): void {
    const { clientId } = this.#session.ids()
    if (this.#optedOut() || clientId === undefined) return
    this.#batch.flush()
    this.#session.store()
    const { server } = this.#endpoint()
    const changed = CORE_TYPES.flatMap((type, index) => (types.includes(type) ? [String(index + 1)] : [])).join(".")
    const change: Pairs = [["gcu", "1"], [server ? "sst.gcut" : "gcut", changed]]
    // A server container is told of the page views again, now under consent.
    for (const event of this.#unconsented.splice(0)) if (server) this.send(event, change)
    this.send({ name: "user_engagement", params: { ga_temp_client_id: clientId }, userProperties: {}, external: false, tag: undefined }, change)
  }

  /** The page goes away or into the background. */
  hide(): void {
    if (this.#session.ids().clientId !== undefined && this.#engagement.worthTelling())
      this.send({ name: "user_engagement", params: {}, userProperties: {}, external: false, tag: undefined })
    this.#batch.flush()
  }

  flush(): void {
    this.#batch.flush()
  }

  read(field: string): unknown {
    const { clientId, session } = this.#session.ids()
    const fields: Record<string, unknown> = { client_id: clientId, session_id: session && String(session.id), session_number: session?.count }
    return fields[field] ?? this.settings[field]
  }

  /** The documented opt-out: while `window["ga-disable-G-…"]` is true this id sends nothing and touches no cookie. */
  #optedOut(): boolean {
    return this.#host.window[`ga-disable-${this.id}`] === true
  }

  #page(event: Ga4Event): { location: string; referrer: string; title: string } {
    const location = pageLocation(this.#host.page.href())
    // A second page view of the same document came from the location before it.
    const referrer = event.name === "page_view" && this.#lastLocation !== undefined && this.#lastLocation !== location ? this.#lastLocation : this.#host.page.referrer()
    this.#lastLocation = location
    return { location, referrer, title: this.#host.page.title() }
  }

  #changed(properties: Record<string, unknown>): Record<string, unknown> {
    const fresh = Object.entries(properties).filter(([key, value]) => !this.#userProperties.has(key) || this.#userProperties.get(key) !== value)
    for (const [key, value] of fresh) this.#userProperties.set(key, value)
    return Object.fromEntries(fresh)
  }

  #endpoint(): Endpoint {
    const own = this.settings["server_container_url"] ?? this.settings["transport_url"]
    if (own === undefined || own === null || own === "") {
      const host = inEea(this.#consent.region) ? "region1.google-analytics.com" : "www.google-analytics.com"
      return { url: `https://${host}/g/collect`, server: false }
    }
    const url = URL.parse(String(own), this.#host.page.href())
    // Scheme, host and path only: the real client drops the port (fact D1).
    const base = url === null ? String(own) : `${url.protocol}//${url.hostname}${url.pathname}`
    return { url: `${base.replace(/\/$/, "")}/g/collect`, server: true }
  }

  /** What every request says once (fact D2), in the order the real client writes it: as it stands when the event happens. */
  #requestPairs(): Pairs {
    const [consent, host] = [this.#consent, this.#host]
    const { device } = host
    const signals = this.#signals()
    const { server } = this.#endpoint()
    const { tcf } = consent
    const pairs: [string, string | undefined][] = [
      ["v", "2"], ["tid", this.id], ["gtm", BUILD], ["_p", String(Math.floor(host.clock.started))],
      ["gcs", gcs(consent)], ["gcd", gcd(consent, signals)], ["npa", npa(consent, signals)], ["dma_cps", dmaCps(consent)], ["dma", dma(consent)],
      ["cid", this.#session.ids().clientId], ["ecid", server ? String(this.#session.enhancedId()) : undefined],
      ["ul", this.settings["language"] === undefined ? device.language.toLowerCase() : undefined],
      ["sr", this.settings["screen_resolution"] === undefined ? `${device.screen.width}x${device.screen.height}` : undefined],
      ["_fplc", server ? (readCookie(host.cookies.read(), "FPLC") ?? "0") : undefined], ["ur", server && host.region !== "" ? host.region : undefined],
      ...Object.entries(device.hints ?? {}), ["are", device.attribution === true ? "1" : undefined],
      ["frm", device.framed ? "1" : "0"], ["pscdl", consent.granted("ad_storage") ? "noapi" : "denied"],
      [server ? "sst.gdpr" : "gdpr", tcf?.gdpr], [server ? "sst.gdpr_consent" : "gdpr_consent", tcf?.text],
    ]
    return pairs.flatMap(([key, value]): Pairs => (value === undefined ? [] : [[key, value]]))
  }

  #signals(): AdSignals {
    const setting = this.settings["allow_ad_personalization_signals"]
    return { globalPrivacyControl: this.#host.device.globalPrivacyControl, personalization: typeof setting === "boolean" ? setting : undefined }
  }
}

const asObject = (value: unknown): object => (typeof value === "object" && value !== null ? value : {})

/** The address without fragment and without port (fact D2). */
const pageLocation = (href: string): string => {
  const url = URL.parse(href)
  const bare = href.split("#")[0] ?? href
  return url === null || url.port === "" ? bare : bare.replace(`:${url.port}`, "")
}
