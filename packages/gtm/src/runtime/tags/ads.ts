import { rows, text, type TagRunner } from "../engine/runtime.ts"
import type { Pairs } from "../ga4/hit.ts"
import { adFields, given, present, sendAd } from "./ad-request.ts"

const digits = (value: unknown): string => text(value).replace(/^AW-/i, "").trim()

/** Google Ads conversion. */
export const adsConversion: TagRunner = (call) => {
  const id = digits(given(call, "conversionId"))
  const label = text(given(call, "conversionLabel")).trim()
  if (!/^\d+$/.test(id) || label === "") return call.done("failure")
  sendAd(call, `https://www.googleadservices.com/pagead/conversion/${id}/`, [
    ...present([["label", label], ["value", given(call, "conversionValue")], ["currency_code", given(call, "currencyCode")], ["oid", given(call, "orderId")],
      ["rdp", given(call, "rdp") === true ? "1" : undefined], ["en", "conversion"]]),
    ...items(given(call, "enableProductReporting") === true ? given(call, "items") : undefined), ...adFields(call.runtime),
  ])
}

/** Cart data as `item=(price*quantity*id)…`. */
const items = (value: unknown): Pairs => {
  const all = Array.isArray(value) ? value.filter((item): item is object => typeof item === "object" && item !== null) : []
  const field = (item: object, ...names: string[]): string => text(names.map((name): unknown => Reflect.get(item, name)).find((found) => found !== undefined))
  return all.length === 0 ? [] : [["item", all.map((item) => `(${field(item, "price")}*${field(item, "quantity")}*${field(item, "id", "item_id")})`).join("")]]
}

/** Google Ads remarketing. */
export const adsRemarketing: TagRunner = (call) => {
  const id = digits(given(call, "conversionId"))
  if (!/^\d+$/.test(id)) return call.done("failure")
  const custom = given(call, "customParamsFormat") === "USER_SPECIFIED" ? rows(given(call, "customParams"), "key", "value") : Object.entries(Object(given(call, "dataLayerVariable") ?? {}))
  const data = custom.map(([key, value]) => `${key}=${text(value)}`).join(";")
  sendAd(call, `https://googleads.g.doubleclick.net/pagead/viewthroughconversion/${id}/`, [
    ...present([["label", given(call, "conversionLabel")], ["data", data], ["rdp", given(call, "rdp") === true ? "1" : undefined]]), ...adFields(call.runtime),
  ])
}

/** User-provided data for enhanced conversions: the request is known, its hashed body is not shown (P1). */
export const adsUserData: TagRunner = (call) => {
  const id = digits(given(call, "conversionId"))
  if (!/^\d+$/.test(id)) return call.done("failure")
  if (given(call, "userDataVariable") === undefined || !call.runtime.consent.granted("ad_user_data")) return call.done("success")
  sendAd(call, `https://www.google.com/pagead/form-data/${id}`, adFields(call.runtime))
}

/** Calls from a website: Google's script exchanges the number. */
export const adsCalls: TagRunner = (call) => {
  const { host } = call.runtime
  if (text(given(call, "phoneConversionNumber")) === "") return call.done("failure")
  host.send({ url: "https://www.gstatic.com/wcm/loader.js", method: "GET", via: "script", tags: [call.tag.name] }, (ok) => call.done(ok ? "success" : "failure"))
}
