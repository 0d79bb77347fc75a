/** What the parameters of well-known requests mean, so that a request reads as a sentence and not as a riddle. */
const ga4: Record<string, string> = {
  v: "protocol version",
  tid: "measurement id",
  gtm: "container digest",
  _p: "page load",
  gcs: "consent now",
  gcd: "consent history",
  npa: "ads not personalised",
  dma: "Digital Markets Act applies",
  dma_cps: "services allowed",
  cid: "client id",
  sid: "session id",
  sct: "session count",
  seg: "engaged session",
  ul: "language",
  sr: "screen",
  dl: "page address",
  dr: "referrer",
  dt: "page title",
  dp: "page path",
  en: "event",
  _et: "engagement, ms",
  _fv: "first visit",
  _ss: "session start",
  _c: "key event",
  _ee: "sent by site code",
  _s: "hit number",
  cu: "currency",
  uid: "user id",
  tfd: "since navigation, ms",
  pscdl: "ad cookies",
  cs: "campaign source",
  cm: "campaign medium",
  cn: "campaign name",
}
const meta: Record<string, string> = {
  id: "pixel id",
  ev: "event",
  dl: "page address",
  rl: "referrer",
  if: "in a frame",
  ts: "time, ms",
  sw: "screen width",
  sh: "screen height",
  v: "pixel version",
  r: "release",
  eid: "event id, for deduplication",
  fbp: "browser id",
  fbc: "click id",
  it: "initialised, ms",
  coo: "cookie only",
  rqm: "request method",
}
const gtm: Record<string, string> = { id: "container id", l: "data layer name", gtm_auth: "environment key", gtm_preview: "environment" }

const dictionaries: readonly [RegExp, Record<string, string>][] = [
  [/(google-analytics|analytics\.google)\.com|\/g\/collect/, ga4],
  [/facebook\.(com|net)/, meta],
  [/googletagmanager\.com/, gtm],
]

const consentWords: Record<string, string> = { "1": "granted", "0": "denied", "-": "not said" }
/** `G101` → "ads denied, analytics granted" */
const explainGcs = (value: string): string => {
  const match = /^G1([01-])([01-])$/.exec(value)
  return match === null ? "" : `ads ${consentWords[match[1] ?? ""]}, analytics ${consentWords[match[2] ?? ""]}`
}

const nameMeans = (url: string, name: string): string => {
  const dictionary = dictionaries.find(([pattern]) => pattern.test(url))?.[1]
  // A site may call a parameter `constructor`.
  if (dictionary !== undefined && Object.hasOwn(dictionary, name)) return dictionary[name] ?? ""
  const [, kind, inner] = /^(ep|epn|up|upn)\.(.+)$/.exec(name) ?? /^(cd)\[(.+)\]$/.exec(name) ?? []
  if (kind === undefined || inner === undefined) return /^pr\d+$/.test(name) ? "item" : ""
  return kind.startsWith("up") ? `user property ${inner}` : `parameter ${inner}`
}

/** Meaning of a parameter, and of its value where that is an encoding; empty when neither is known. */
export const meaningOf = (url: string, name: string, value: string): string => [nameMeans(url, name), name === "gcs" ? explainGcs(value) : ""].filter((part) => part !== "").join(": ")

/** GA4 puts several events into one request: a line of the body each, shared parameters in the address. */
const batched = (body: string | undefined): string[] =>
  (body ?? "").split(/\r?\n/).flatMap((line) => new URLSearchParams(line).get("en") ?? [])

/** What a request is about: the event or events it carries. */
export const subjectOf = (query: Record<string, string>, body: string | undefined): string | undefined => {
  const own = query["en"] ?? query["ev"] ?? query["event"]
  const events = own === undefined ? batched(body) : [own]
  return events.length === 0 ? undefined : events.join(", ")
}

const parseJson = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
/** A body as a value when it is JSON or a form; else undefined. */
export const decodeBody = (body: string): unknown => {
  const json = parseJson(body)
  if (json !== undefined) return json
  if (!/^[\w.[\]%-]+=/.test(body)) return undefined
  const lines = body.split(/\r?\n/).filter((line) => line !== "").map((line) => Object.fromEntries(new URLSearchParams(line)))
  return lines.length === 1 ? lines[0] : Object.fromEntries(lines.map((line, index) => [`event ${index + 1}`, line]))
}
