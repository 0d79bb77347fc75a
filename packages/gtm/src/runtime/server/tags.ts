import { rows, text, type TagCall, type TagRunner } from "../engine/runtime.ts"
import { query, type Pairs } from "../ga4/hit.ts"
import { given } from "../tags/ad-request.ts"
import type { TagKind } from "../program/program.ts"
import type { EventData } from "./event-data.ts"
import { encodeEvent, encodeUserProperties, GOOGLE_COLLECT, systemOnly } from "./ga4-out.ts"
import { serverTemplateTag } from "./templates.ts"

/** GA4: event data, changed as the tag says, sent on to Google. */
const ga4: TagRunner = (call) => {
  const data = call.frame.message
  const id = text(given(call, "measurementId") ?? data["x-ga-measurement_id"]).trim()
  const name = text(given(call, "eventName") ?? data["event_name"])
  if (!/^G-/i.test(id) || name === "") return call.done("failure")
  const own = Object.fromEntries(rows(given(call, "eventParameters"), "fieldName", "value"))
  const excluded = new Set(rows(given(call, "epToExclude"), "fieldName", "value").map(([key]) => key))
  const kept = given(call, "epToIncludeDropdown") === "none" ? systemOnly(data) : Object.fromEntries(Object.entries(data).filter(([key]) => !excluded.has(key)))
  const properties = { ...(given(call, "upToIncludeDropdown") === "none" ? {} : Object(data["user_properties"])), ...Object.fromEntries(rows(given(call, "userProperties"), "fieldName", "value")) }
  const merged: EventData = { ...kept, ...own, "x-ga-measurement_id": id, event_name: name }
  const visitor: Pairs = given(call, "redactVisitorIp") === true || data["ip_override"] === undefined ? [] : [["_uip", text(data["ip_override"])]]
  const pairs: Pairs = [...encodeEvent(merged), ...encodeUserProperties(properties), ...visitor]
  call.runtime.host.send({ url: `${GOOGLE_COLLECT}?${query(pairs)}`, method: "POST", via: "fetch", tags: [call.tag.name] })
  call.done("success")
}

const httpRequest: TagRunner = (call) => {
  const url = text(given(call, "url")).trim()
  if (url === "") return call.done("failure")
  const body = text(given(call, "requestBody"))
  const method = text(given(call, "httpMethod")).toUpperCase() === "GET" ? "GET" : "POST"
  call.runtime.host.send({ url, method, via: "fetch", tags: [call.tag.name], ...(body === "" ? {} : { body }) })
  call.done("success")
}

/** Where each Google ads tag of a server container sends to; the fields are the event's own. */
const VENDORS: Record<string, (id: string) => string | undefined> = {
  sgtmadsct: (id) => `https://www.googleadservices.com/pagead/conversion/${id}/`,
  sgtmadsremarket: (id) => `https://googleads.g.doubleclick.net/pagead/viewthroughconversion/${id}/`,
  sgtmfls: () => "https://ad.doubleclick.net/activity", sgtmflc: () => "https://ad.doubleclick.net/activity",
  // The conversion linker sets cookies on the answer and sends nothing.
  sgtmadscl: () => undefined,
}

const vendor: TagRunner = (call) => {
  const address = VENDORS[call.tag.type]?.(text(given(call, "conversionId")))
  if (address === undefined) return call.done("success")
  const fields = Object.keys(call.tag.params).flatMap((key): Pairs => (typeof call.value(key) === "object" ? [] : [[key, text(call.value(key))]]))
  call.runtime.report("tag", call.tag.name, "what is sent to this host is listed by the tag's own fields; the vendor's wire format is not public")
  call.runtime.host.send({ url: `${address}?${query([...fields, ["value", text(call.frame.message["value"])], ["oid", text(call.frame.message["transaction_id"])]])}`, method: "GET", via: "fetch", tags: [call.tag.name] })
  call.done("success")
}

const webOnly: TagRunner = (call: TagCall) => {
  call.runtime.report("tag", call.tag.name, "belongs to a web container")
  call.done("failure")
}

/** How each kind of tag runs in a server container (format 5.3). */
export const SERVER_TAGS: Record<TagKind, TagRunner> = {
  sgtmgaaw: ga4, http_request: httpRequest, serverVendor: vendor, template: serverTemplateTag, unsupported: webOnly,
  gaawe: webOnly, googtag: webOnly, html: webOnly, img: webOnly, awct: webOnly, gclidw: webOnly, sp: webOnly, awud: webOnly, awcc: webOnly, fls: webOnly, flc: webOnly, baut: webOnly,
}
