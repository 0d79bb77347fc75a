import { dma, dmaCps, gcd, gcs, npa } from "../consent/encode.ts"
import { readCookies } from "../ga4/cookies.ts"
import { query, type Pairs } from "../ga4/hit.ts"
import type { Runtime, TagCall } from "../engine/runtime.ts"

/** Click ids travel only while ad_storage is granted (fact C1, ads_data_redaction). */
const CLICK_ID = { cookie: "_gcl_aw", key: "gclaw" }

/** The page asked for it, and ad_storage is denied (fact C1). */
const redacts = ({ consent, google }: Runtime): boolean => google.setting("ads_data_redaction") === true && !consent.granted("ad_storage")

const IN_ADDRESS = ["gclid", "dclid", "gclsrc", "wbraid", "gbraid"]
const withoutClickIds = (address: string): string => {
  const url = URL.parse(address)
  if (url === null || !IN_ADDRESS.some((key) => url.searchParams.has(key))) return address
  for (const key of IN_ADDRESS) url.searchParams.delete(key)
  return url.href
}

/** Where redacted ad pings go: a host without cookies. */
const COOKIELESS = "pagead2.googlesyndication.com"
const withHost = (address: string, call: TagCall): string =>
  redacts(call.runtime) ? address.replace(/^https:\/\/(?:www\.googleadservices\.com|googleads\.g\.doubleclick\.net|ad\.doubleclick\.net)\//, `https://${COOKIELESS}/`) : address

/** Consent and page fields that every Google ad request carries (fact C3). */
export const adFields = (runtime: Runtime): Pairs => {
  const { consent, host } = runtime
  const signals = { globalPrivacyControl: host.device.globalPrivacyControl, personalization: undefined }
  const redacted = redacts(runtime)
  const clean = (address: string): string => (redacted ? withoutClickIds(address) : address)
  const clickId = consent.granted("ad_storage") ? readCookies(host.cookies.read(), CLICK_ID.cookie)[0]?.split(".").slice(2).join(".") : undefined
  return present([
    ["gcs", gcs(consent)], ["gcd", gcd(consent, signals)], ["npa", npa(consent, signals)], ["dma", dma(consent)], ["dma_cps", dmaCps(consent)],
    ["pscdl", consent.granted("ad_storage") ? "noapi" : "denied"], [CLICK_ID.key, clickId],
    ["url", clean(host.page.href().split("#")[0] ?? "")], ["ref", clean(host.page.referrer())], ["tiba", host.page.title()],
  ])
}

export const present = (pairs: readonly (readonly [string, unknown])[]): Pairs =>
  pairs.flatMap(([key, value]): Pairs => (value === undefined || value === null || value === "" ? [] : [[key, String(value)]]))

/** Sends an ad request. Its host and these fields are known; the rest of the vendor's own fields is not (docs/gtm-runtime.md). */
export const sendAd = (call: TagCall, address: string, pairs: Pairs, separator = "?"): void => {
  const { host } = call.runtime
  host.send({ url: `${withHost(address, call)}${separator}${query(pairs)}`, method: "GET", via: "image", tags: [call.tag.name] })
  call.done("success")
}

export const given = (call: TagCall, key: string): unknown => (call.tag.params[key] === undefined ? undefined : call.value(key))
