import { createHash } from "node:crypto"
import type { ParamValue } from "@tagwright/formats"
import type { DeliveryInput } from "../destination.ts"

export interface Ga4Event {
  name: string
  params: Record<string, ParamValue>
}
export interface Ga4Payload {
  client_id: string
  timestamp_micros: number
  consent: { ad_user_data: "GRANTED" | "DENIED"; ad_personalization: "GRANTED" | "DENIED" }
  events: Ga4Event[]
}

/** Google, "Measurement Protocol limits": a parameter value keeps 100 characters; these keep more. */
const VALUE_LENGTH = 100
const LONGER: Record<string, number> = { page_location: 1000, page_referrer: 420, page_title: 300 }
/** Without engagement time an event is missing from Realtime and session reports; one millisecond claims nothing. */
const ENGAGEMENT_MS = 1
const MICROS_PER_MS = 1000
/** Names that GA4 gives a meaning of its own, where our plan has a custom one. */
const PAGE_NAMES: Record<string, string> = { url: "page_location", title: "page_title", referrer: "page_referrer" }

const granted = (yes: boolean): "GRANTED" | "DENIED" => (yes ? "GRANTED" : "DENIED")
const cut = (name: string, value: ParamValue): ParamValue => (typeof value === "string" ? value.slice(0, LONGER[name] ?? VALUE_LENGTH) : value)

/** What Google makes, and what we make in its place */
export const CLIENT_ID = /^\d+\.\d+$/

/**
 * Someone who agreed to analytics but whose browser never got a client id (blocked script) still bought something.
 * An id made from the lead_id keeps all of that person's events together; it is the same at every attempt.
 */
export const clientIdFrom = (leadId: string): string => {
  const hash = createHash("sha256").update(`ga4:${leadId}`).digest()
  return `${hash.readUInt32BE(0)}.${1_000_000_000 + (hash.readUInt32BE(4) % 1_000_000_000)}`
}

const pageParams = (page: DeliveryInput["event"]["page"]): Record<string, string> =>
  Object.fromEntries(Object.entries(page ?? {}).flatMap(([key, value]) => (PAGE_NAMES[key] && typeof value === "string" ? [[PAGE_NAMES[key], value]] : [])))

/** More than 25 parameters lose the event: the campaign's copies go first, its own report keeps them anyway. */
const MOST_PARAMS = 25
const isCampaign = ([name]: [string, ParamValue]): boolean => name.startsWith("first_") || name.startsWith("last_")
const withinLimit = (entries: [string, ParamValue][]): [string, ParamValue][] => {
  const campaign = entries.filter(isCampaign)
  const own = entries.filter((entry) => !isCampaign(entry))
  return [...own, ...campaign.slice(0, Math.max(0, MOST_PARAMS - own.length))]
}

/** A stored event in the words of the Measurement Protocol. Undefined: we know nobody to count it for. */
export const composeGa4 = ({ event, plan, person, environment, grants }: DeliveryInput): Ga4Payload | undefined => {
  const clientId = event.clientId ?? person?.clientId ?? (event.leadId === undefined ? undefined : clientIdFrom(event.leadId))
  if (clientId === undefined) return undefined
  const sessionId = event.sessionId ?? person?.sessionId
  const params: Record<string, ParamValue | undefined> = {
    ...pageParams(event.page),
    ...event.params,
    session_id: sessionId,
    engagement_time_msec: event.params["engagement_time_msec"] ?? ENGAGEMENT_MS,
    // As the container's tags send it: one name for the same event everywhere.
    event_id: event.id,
    lead_id: event.leadId,
    test_mode: environment.testMode ? "true" : undefined,
  }
  return {
    client_id: clientId,
    timestamp_micros: event.at * MICROS_PER_MS,
    consent: { ad_user_data: granted(grants.adUserData), ad_personalization: granted(grants.adPersonalization) },
    events: [
      {
        name: plan.ga4Name ?? event.name,
        params: Object.fromEntries(withinLimit(Object.entries(params).flatMap(([name, value]): [string, ParamValue][] => (value === undefined ? [] : [[name, name === "items" ? value : cut(name, value)]])))),
      },
    ],
  }
}
