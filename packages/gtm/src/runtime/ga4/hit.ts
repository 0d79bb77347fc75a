import { encodeItems } from "./items.ts"
import { SETTINGS, WIRE } from "./fields.ts"
import { encodeUserData } from "./user-data.ts"
import type { Visit } from "./session.ts"

export type Pairs = [string, string][]

/** One event, encoded: what may move to the URL of a batch, and what stays with the event (fact D2). */
export interface Hit {
  request: Pairs
  shared: Pairs
  event: Pairs
  alone: boolean
  tag: string | undefined
}

export interface HitParts {
  name: string
  /** Configuration and event parameters, already merged. */
  params: Record<string, unknown>
  userProperties: Record<string, unknown>
  visit: Visit
  page: { location: string; referrer: string; title: string }
  engagement: number
  /** Sent by site code, not by the client itself: `_ee`. */
  external: boolean
  /** What every request says once: consent, ids, device. */
  request: Pairs
  /** `gcu` and what changed, when consent caused this hit. */
  consentChange: Pairs
  /** Consent to send user-provided data. */
  adUserData: boolean
  tag: string | undefined
}

export const encodeHit = (parts: HitParts): Hit => {
  const { params, visit } = parts
  const wired = readWired({ page_location: parts.page.location, page_referrer: parts.page.referrer, page_title: parts.page.title, ...campaign(params), ...defined(params) })
  const shared: Pairs = [
    ["sid", String(visit.session.id)], ["sct", String(visit.session.count)], ["seg", visit.session.engaged ? "1" : "0"], ...wired.shared,
  ]
  const event: Pairs = [
    ["en", parts.name], ...flag("_fv", visit.firstVisit), ...flag("_nsi", visit.newClient), ...flag("_ss", visit.sessionStart),
    ...flag("_ee", parts.external), ...encodeItems(params["items"]), ...custom(params), ...userProperties(parts.userProperties), ...debug(params),
    ...(parts.engagement >= 1 ? [["_et", String(Math.round(parts.engagement))] satisfies [string, string]] : []),
  ]
  const userData = parts.adUserData ? encodeUserData(params["user_data"]) : undefined
  const people: Pairs = userData === undefined ? [] : [["em", userData], ["ec_mode", "c"]]
  return { request: [...parts.request, ...parts.consentChange, ...wired.request, ...flag("_dbg", isOn(params["debug_mode"])), ...people], shared, event,
    alone: visit.firstVisit || visit.sessionStart || params["user_data"] !== undefined || parts.consentChange.length > 0, tag: parts.tag }
}

const flag = (key: string, on: boolean): Pairs => (on ? [[key, "1"]] : [])
const isOn = (value: unknown): boolean => value === true || value === "true" || value === 1
const debug = (params: Record<string, unknown>): Pairs => (isOn(params["debug_mode"]) ? [["ep.debug_mode", "true"]] : [])

const defined = (params: Record<string, unknown>): Record<string, unknown> =>
  Object.fromEntries(Object.entries(params).filter(([, value]) => value !== undefined))

/** `campaign: {source, medium, …}` is another way to write the campaign fields. */
const campaign = (params: Record<string, unknown>): Record<string, unknown> => {
  const given = params["campaign"]
  if (typeof given !== "object" || given === null) return {}
  return Object.fromEntries(Object.entries(given).map(([key, value]) => [`campaign_${key}`, value]))
}

const readWired = (params: Record<string, unknown>): { request: Pairs; shared: Pairs } => {
  const found: { request: Pairs; shared: Pairs; event: Pairs } = { request: [], shared: [], event: [] }
  for (const [name, { key, level }] of Object.entries(WIRE)) {
    const value = params[name]
    if (value === undefined || value === null || value === "") continue
    found[level].push([key, value === true ? "1" : String(value)])
  }
  return found
}

/** Numbers travel as `epn.`, everything else as text; null is sent empty, undefined not at all (fact D2). */
const custom = (params: Record<string, unknown>): Pairs =>
  Object.entries(params).flatMap(([key, value]): Pairs => {
    if (value === undefined || SETTINGS.has(key) || WIRE[key] !== undefined) return []
    return [[typeof value === "number" ? `epn.${key}` : `ep.${key}`, value === null ? "" : String(value)]]
  })

const userProperties = (properties: Record<string, unknown>): Pairs =>
  Object.entries(properties).flatMap(([key, value]): Pairs =>
    value === undefined ? [] : [[typeof value === "number" ? `upn.${key}` : `up.${key}`, value === null ? "" : String(value)]],
  )

export const query = (pairs: Pairs): string => pairs.map(([key, value]) => `${encodeURIComponent(key)}=${encodeURIComponent(value)}`).join("&")
