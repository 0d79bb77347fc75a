import type { CategoryChoice, PersonalDataRecord, QaPlan, RequestRecord, Where } from "@tagwright/formats"
import { isTellingHeader, knownValues, redact, scan, scanValue, type KnownValueMatcher, type PersonalDataFinding, type PersonalDataKind } from "@tagwright/privacy"
import type { Persona } from "../journey/persona.ts"
import type { Seen } from "../proxy/proxy.ts"
import type { Held } from "./storage.ts"
import { isObject } from "./violations.ts"

/** A detector's guess from a label alone is around 0.6; a finding that blocks a release must be surer than that. */
export const sureEnough = 0.7

type Place = PersonalDataRecord["place"]
interface Spot {
  place: Place
  name: string
  event?: string
  destination?: string
}

export interface Searcher {
  push(where: Where, message: unknown): PersonalDataRecord[]
  request(where: Where, request: RequestRecord, seen: Seen): PersonalDataRecord[]
  held(where: Where, held: Held, title: string): PersonalDataRecord[]
  /** An address that the page wanted to lead to */
  address(where: Where, url: string): PersonalDataRecord[]
  received(where: Where, destination: string, event: string, body: unknown): PersonalDataRecord[]
  /** What our server keeps of an event, beside what is personal by the plan */
  stored(where: Where, event: string, params: unknown): PersonalDataRecord[]
  logged(where: Where, line: string): PersonalDataRecord[]
  /** What is about to be written into the evidence and still holds a value of the visitor's: a bug of ours */
  leftIn(where: Where, name: string, text: string): PersonalDataRecord[]
  /** The text with every personal value replaced by its kind; `key` is the name it stands under */
  hide(text: string, key: string): string
  /** The same for any value; text that is JSON stays JSON */
  hideIn(value: unknown, key: string): unknown
}

const kindsOfType: Partial<Record<QaPlan["parameters"][string]["type"], PersonalDataKind[]>> = { email: ["email", "hashed-email"], phone: ["phone"], name: ["name"] }

/** What a destination may get by the plan: the kinds of its own personal parameters. */
const allowedAt = (plan: QaPlan, destination: string): ReadonlySet<PersonalDataKind> =>
  new Set(Object.values(plan.parameters).flatMap((parameter) => (parameter.only?.includes(destination) === true ? (kindsOfType[parameter.type] ?? []) : [])))

const recordOf = (where: Where, spot: Spot, found: PersonalDataFinding): PersonalDataRecord => ({
  kind: "personal-data",
  ...where,
  type: found.kind,
  place: spot.place,
  name: spot.name,
  ...(spot.event === undefined ? {} : { event: spot.event }),
  ...(spot.destination === undefined ? {} : { destination: spot.destination }),
  length: found.length,
  fingerprint: found.fingerprint,
  via: found.via,
})

const personaKinds = (persona: Persona) => ({ email: persona.email, phone: persona.phone, name: [persona.name, persona.familyName], "postal-address": persona.street })

/** Leaves of a value with their dotted path; text that is JSON is opened, so that a name can be given. */
const leaves = (value: unknown, path: string): [string, string][] => {
  if (typeof value === "string") {
    const opened = /^\s*[[{]/.test(value) ? parse(value) : undefined
    return opened === undefined ? [[path, value]] : leaves(opened, path)
  }
  if (typeof value === "number") return [[path, String(value)]]
  if (typeof value !== "object" || value === null) return []
  return Object.entries(value).flatMap(([key, member]) => leaves(member, path === "" ? key : `${path}.${key}`))
}

const parse = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

const lastKey = (path: string): string => path.split(".").findLast((part) => !/^\d+$/.test(part)) ?? path

/** Personal parameters travel to our own server in `personal`, and only there; the server passes them on by `only`. */
const withoutPersonal = (body: string): unknown => {
  const batch = parse(body)
  if (!isObject(batch) || !Array.isArray(batch["events"])) return body
  return { ...batch, events: batch["events"].map((event: unknown) => (isObject(event) ? { ...event, personal: undefined } : event)) }
}

/** A form the visitor sends to the site itself, or to the payment page, is the visitor's own act; its address is searched all the same. */
const searchesBody = (request: RequestRecord): boolean => request.party !== "site" && !(request.party === "vendor" && request.destination === undefined)

const bodyOf = (request: RequestRecord, body: string): unknown => {
  if (request.party === "collect") return withoutPersonal(body)
  return parse(body) ?? (/^[\w.%[\]-]+=/.test(body) ? Object.fromEntries(new URLSearchParams(body.replaceAll(/\r?\n/g, "&"))) : body)
}

const mayGetHashes = (plan: QaPlan, destination: string | undefined, choice: CategoryChoice | undefined): boolean =>
  destination !== undefined && choice?.[plan.destinations[destination]?.consent ?? ""] === true

/**
 * Searches whatever a journey saw for personal data: by the detectors, and for the persona's own values, which also finds
 * names and hashes. Fingerprints of one run are salted alike, so that the same value can be followed from place to place.
 */
export const createSearcher = (plan: QaPlan, persona: Persona, salt: string): Searcher => {
  const known: KnownValueMatcher = knownValues(personaKinds(persona))
  const inText = remembered((text: string, key: string): PersonalDataFinding[] => {
    const sure = known(text, { salt })
    const guessed = scan(text, { key, salt, minConfidence: sureEnough }).filter((one) => !sure.some((other) => other.fingerprint === one.fingerprint || (isSamePlace(other, one) && (one.via.length === 0 || other.kind === one.kind))))
    return [...sure, ...guessed]
  })
  const inValue = (where: Where, value: unknown, spot: Spot, allowed: (kind: PersonalDataKind) => boolean = () => false): PersonalDataRecord[] =>
    leaves(value, spot.name).flatMap(([path, text]) => inText(text, lastKey(path)).filter((found) => !allowed(found.kind)).map((found) => recordOf(where, { ...spot, name: safeName(path) }, found)))
  const hide = (text: string, key: string): string => redact(text, inText(text, key))
  return {
    push: (where, message) => inValue(where, message, { place: "push", name: "", ...(isObject(message) && typeof message["event"] === "string" ? { event: message["event"] } : {}) }),
    request(where, request, seen) {
      const base = request.destination === undefined ? {} : { destination: request.destination }
      const hashes = mayGetHashes(plan, request.destination, request.choice)
      const allowed = (kind: PersonalDataKind) => kind === "hashed-email" && hashes
      const spot = (place: Place, name: string): Spot => ({ place, name, ...base })
      return [
        ...inValue(where, { path: seen.url.pathname, ...request.query }, spot("request", ""), allowed),
        ...(searchesBody(request) && request.body !== undefined ? inValue(where, bodyOf(request, request.body), spot("request", "body"), allowed) : []),
        ...inValue(where, seen.headers["referer"] ?? "", spot("referrer", "referer")),
        ...Object.entries(seen.headers).flatMap(([name, value]) => (isSearchedHeader(name) ? inValue(where, value, spot("request", `header ${name}`)) : [])),
      ]
    },
    held: (where, held, title) => [
      ...held.cookies.flatMap((cookie) => inValue(where, cookie.value, { place: "cookie", name: cookie.name })),
      ...inValue(where, held.localStorage, { place: "storage", name: "" }),
      ...inValue(where, held.sessionStorage, { place: "storage", name: "" }),
      ...inValue(where, title, { place: "title", name: "title" }),
    ],
    address: (where, url) => (URL.canParse(url) ? inValue(where, Object.fromEntries(new URL(url).searchParams), { place: "request", name: `address of ${new URL(url).pathname}` }) : []),
    received(where, destination, event, body) {
      const allowed = allowedAt(plan, destination)
      return inValue(where, body, { place: "server-payload", name: "", event, destination }, (kind) => allowed.has(kind))
    },
    stored: (where, event, params) => inValue(where, params, { place: "server-payload", name: "", event }),
    logged: (where, line) => inValue(where, line, { place: "log", name: "" }),
    leftIn: (where, name, text) => known(text, { salt, rounds: 0 }).map((found) => recordOf(where, { place: "evidence", name }, found)),
    hide,
    hideIn: (value, key) => hideIn(value, key, hide),
  }
}

/** Cookies are searched where they are kept, the referrer by itself; the rest names machines. */
const isSearchedHeader = (name: string): boolean => isTellingHeader(name) && !/^(?:cookie|referer|origin|authorization)$/.test(name)

const hideIn = (value: unknown, key: string, hide: Searcher["hide"]): unknown => {
  if (typeof value === "string") {
    const opened = /^\s*[[{]/.test(value) ? parse(value) : undefined
    if (opened === undefined) return hide(value, key)
    const hidden = JSON.stringify(hideIn(opened, key, hide))
    return hidden === JSON.stringify(opened) ? value : hidden
  }
  if (typeof value === "number") {
    const hidden = hide(String(value), key)
    return hidden === String(value) ? value : hidden
  }
  if (Array.isArray(value)) return value.map((member) => hideIn(member, key, hide))
  if (!isObject(value)) return value
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [hide(name, ""), hideIn(member, name, hide)]))
}

/** The same identifiers and addresses stand in every hit. */
const mostRemembered = 20_000
const longestRemembered = 500

/** Remembers answers: what is searched for findings is searched again to hide them. */
const remembered = (search: (text: string, key: string) => PersonalDataFinding[]) => {
  const known = new Map<string, PersonalDataFinding[]>()
  return (text: string, key: string): PersonalDataFinding[] => {
    if (text.length > longestRemembered) return search(text, key)
    const name = `${key}\n${text}`
    const old = known.get(name)
    if (old !== undefined) return old
    const fresh = search(text, key)
    if (known.size >= mostRemembered) known.clear()
    known.set(name, fresh)
    return fresh
  }
}

/** Values of several kinds that one encoded piece holds have the same place, and all of them are told. */
const isSamePlace = (a: PersonalDataFinding, b: PersonalDataFinding): boolean => a.start < b.end && b.start < a.end

/** A key can be somebody's address; the record must not carry it out. */
const safeName = (name: string): string => (scanValue(name).length === 0 ? name : "[redacted]")
