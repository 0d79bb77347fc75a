/**
 * The plan, as the kit sees it. The compiler puts a module generated from the plan in the place of this one; what stands here
 * is the plan of a site that measures nothing. Constants, so that the bundler drops whatever a plan makes unreachable.
 */
import type { ParamValue } from "@tagwright/formats"
import type { Read } from "./values/values.ts"

/** Members that start with `_` are shortened by the bundler; they are never read by name from outside. */
export interface Environment {
  _hosts: readonly string[]
  _server?: string
  /** The GA4 measurement id without "G-": the name of its session cookie */
  _stream: string
  _test?: true
}

/** One of them has the page's host; else it is the first, which is in test mode: an unknown copy of the site must never count. */
export const environments: readonly [Environment, ...Environment[]] = [{ _hosts: [], _stream: "", _test: true }]

/** Consent categories */
export const categories: readonly string[] = []
/** Consent Mode type → the one category that grants it */
export const types: Record<string, string> = {}
/** Categories that need no choice */
export const always: readonly string[] = []
/** The category that grants analytics_storage */
export const analytics: string = "analytics"
/** Somewhere more is granted before any choice */
export const HAS_REGIONS: boolean = false
/** What, and where */
export const regions: readonly (readonly [grant: readonly string[], region: readonly string[]])[] = []
/** Milliseconds that Google's tags wait for the choice */
export const WAIT_FOR_UPDATE: number = 500
/** Consent Mode's BASIC way: without consent Google's tags send nothing at all */
export const BASIC: boolean = false
/** Events before the choice wait for it; else they are dropped */
export const BUFFER: boolean = true
/** Global Privacy Control denies something */
export const HEEDS_GPC: boolean = false
/** Categories that it denies */
export const gpc: readonly string[] = []
/** First-party cookies that the plan's vendors write, by the category they needed */
export const vendorCookies: readonly (readonly [category: string, names: RegExp])[] = []

/** Where the lead_id is kept */
export const cookie: string = "tw_lead"
export const LEAD_ID_SECONDS: number = 0
/** Hosts that are the same site to its visitors, beside those of the environments */
export const domains: readonly string[] = []
export const HAS_DOMAINS: boolean = false

/** A pattern stands for a text. */
export type Reader = Read | RegExp
/** What the page itself can tell about a parameter. */
export type Fill = (element?: Element) => ParamValue | undefined | null

/** Event → its parameters in one text, a space before each, `?` behind the optional ones; `*` when its message carries the lead_id, `+` when it carries the campaign: " form_id topic?*+" */
export const events: Record<string, string> = {}
/** How a parameter is read; those left out are texts of at most 100 characters */
export const readers: Record<string, Reader> = {}
/** Some parameter can be filled from the page */
export const HAS_FILLS: boolean = false
/** Fills a parameter from the page when nobody gave it */
export const fills: Record<string, Fill> = {}
/** Path without slash and index file → page key */
export const pages: Record<string, string> = {}
/** Some text that may hold personal data can reach a message or the server */
export const GUARDED: boolean = true
/** Some parameter is personal: it never reaches the data layer */
export const HAS_PERSONAL: boolean = false
export const personal: readonly string[] = []
/** Some message carries the lead_id */
export const HAS_IDENTITY: boolean = false
/** The campaign is of use */
export const HAS_ATTRIBUTION: boolean = false
export const campaignKeys: readonly string[] = []
export const SESSION_MS: number = 0
/** A server of ours is of use */
export const HAS_SERVER: boolean = false
/** Event → consent categories of the destinations our server carries it to */
export const carried: Record<string, readonly string[]> = {}
/** The site tells the choice itself, so the kit has to remember it */
export const REMEMBERS_CHOICE: boolean = false
/** Signed links out of mails tell who comes */
export const HAS_LINKS: boolean = false
/** Wording for people who develop the site */
export const DEVELOPMENT: boolean = false
