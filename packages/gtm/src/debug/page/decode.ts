import { WIRE } from "../../runtime/ga4/fields.ts"

/** Keys of `/g/collect` without a parameter of their own (facts C3, D2). */
const GA4: Record<string, string> = {
  v: "protocol version", tid: "measurement id", gtm: "container build", _p: "page load, ms", gcs: "consent now", gcd: "consent, how it came about", npa: "ads not personalised",
  dma: "Digital Markets Act applies", dma_cps: "services allowed", cid: "client id", ecid: "enhanced client id", uid: "user id", sid: "session id, s", sct: "session number",
  seg: "session is engaged", ul: "language", sr: "screen", en: "event", _et: "engagement, ms", _fv: "first visit", _nsi: "new client id", _ss: "session starts", _c: "key event",
  _ee: "sent by site code", _s: "request number", _dbg: "debug", frm: "in a frame", pscdl: "ad storage", are: "ads may be attributed", tfd: "since navigation, ms", em: "user-provided data, hashed",
  gcu: "consent has changed", gcut: "types that changed", _fplc: "linker cookie", ur: "region", gdpr: "GDPR applies", gdpr_consent: "TCF consent",
  uaa: "architecture", uab: "bitness", uafvl: "browser", uamb: "mobile", uam: "model", uap: "platform", uapv: "platform version", uaw: "32 on 64 bit", richsstsse: "server answers may be read",
  ...Object.fromEntries(Object.entries(WIRE).map(([name, { key }]) => [key, name])),
}

const PREFIXES: Record<string, string> = { "ep.": "parameter", "epn.": "parameter, number", "up.": "user property", "upn.": "user property, number" }

const meaning = (key: string): string => {
  const known = GA4[key]
  if (known !== undefined) return known
  const prefix = Object.keys(PREFIXES).find((one) => key.startsWith(one))
  if (prefix !== undefined) return PREFIXES[prefix] ?? ""
  return /^pr\d+$/.test(key) ? "item" : key.startsWith("sst.") ? "for the server container" : ""
}

const CONSENT: Record<string, string> = { "1": "granted", "0": "denied", "-": "not said" }
const words = (key: string, value: string): string => {
  const found = key === "gcs" ? /^G1([01-])([01-])$/.exec(value) : null
  return found === null ? "" : `ads ${CONSENT[found[1] ?? ""] ?? ""}, analytics ${CONSENT[found[2] ?? ""] ?? ""}`
}

export interface Field {
  key: string
  value: string
  meaning: string
}

export interface Decoded {
  host: string
  path: string
  /** The events the request carries, for GA4. */
  events: string[]
  groups: { title: string; fields: Field[] }[]
}

const fields = (pairs: Iterable<[string, string]>, ga4: boolean): Field[] =>
  [...pairs].map(([key, value]) => ({ key, value, meaning: ga4 ? [meaning(key), words(key, value)].filter((part) => part !== "").join(": ") : "" }))

/** A request so that a person can read it. */
export const decode = (address: string, body: string | undefined): Decoded => {
  const url = URL.parse(address)
  if (url === null) return { host: address, path: "", events: [], groups: [] }
  const ga4 = url.pathname.endsWith("/g/collect")
  const lines = (body ?? "").split(/\r?\n/).filter((line) => line !== "")
  const shared = fields(url.searchParams, ga4)
  const own = ga4 ? lines.map((line) => fields(new URLSearchParams(line), true)) : []
  const names = [shared, ...own].flatMap((all) => all.filter(({ key }) => key === "en").map(({ value }) => value))
  return {
    host: url.hostname, path: url.pathname, events: ga4 ? names : [],
    groups: [
      ...(shared.length === 0 ? [] : [{ title: own.length === 0 ? "Parameters" : "Shared parameters", fields: shared }]),
      ...own.map((all, index) => ({ title: all.find(({ key }) => key === "en")?.value ?? `Event ${index + 1}`, fields: all })),
      ...(!ga4 && body !== undefined && body !== "" ? [{ title: "Body", fields: [{ key: "", value: body, meaning: "" }] }] : []),
    ],
  }
}
