import { canonicalJson, sha256, type EvidenceRecord, type Volatile } from "@tagwright/formats"
import { recordOrder } from "./order.ts"

/** Evidence in two parts: what is the same whenever the same is run, and what is not. */
export interface Parted {
  /** Lines of `records.ndjson` */
  lines: string[]
  /** Lines of `volatile.ndjson`: times, order and the like by line, and at last what each replaced name stands for */
  volatile: string[]
}

/** A kind of value that is another one in every run. Each value becomes a name, the same one wherever it stands. */
const idPatterns: readonly (readonly [string, RegExp])[] = [
  // A signed link's token: the lead_id, its end, and the signature over both
  ["link", /\b(?:[0-9a-z]{8})?[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\.[0-9a-z]+\.[\w-]{43}(?![\w-])/g],
  // The kit puts the time in front of its ids
  ["uuid", /\b(?:[0-9a-z]{8})?[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b/g],
  // The kit's event ids: the time, the beginning of a page's UUID, and behind a point which event of that page it is. Whether a section came into view before
  // the page view was pushed depends on the machine, so the number is as volatile as the order
  ["event", /(?<![0-9a-z-])[0-9a-z]{8}[0-9a-f]{8}-[0-9a-f]{3}\.\d+/g],
  // Stripe's object ids, and those of its stand-in
  ["payment", /\b(?:cs|pi|ch|re|evt|cus|sub|py|in|pm|txn|seti)_(?:test_)?[A-Za-z0-9]{8,}\b/g],
  // Google's client id: a throw of dice and the second of the first visit
  ["client", /(?<![\d.])\d{4,10}\.1[5-9]\d{8}(?![\d.])/g],
  ["fingerprint", /(?<="fingerprint":")[0-9a-f]+(?=")/g],
]

/** Query parameters that carry a clock or a throw of dice: Google's page load, engagement time and age, cache busters. */
const dicedParameters = "_p|_et|tfd|gtmcb|z"
const inForm = new RegExp(`(?<=^|[?&"]|\\\\n)(?:${dicedParameters})=[^&"\\\\]*&?`, "g")
const inObject = new RegExp(`"(?:${dicedParameters})":"[^"]*",?`, "g")
const counters = /"gtm\.uniqueEventId":\d+/g
const isoTime = /\b\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d+)?Z/g
/** Seconds, milliseconds or microseconds since 1970 */
const epoch = /(?<![\d.])(1[5-9]\d{8})(?:\d{3}){0,2}(?!\d)/g
/** A run does not last longer; a number further away from its time, or from where a journey moved it on to, is no clock */
const nearSeconds = 86_400
const isClock = (seconds: number, nows: readonly number[]): boolean => nows.some((now) => Math.abs(seconds - now) < nearSeconds)

const withoutClocks = (text: string, nows: readonly number[]): string =>
  text
    .replaceAll(inForm, "")
    .replaceAll(inObject, "")
    .replaceAll(counters, '"gtm.uniqueEventId":0')
    .replaceAll(isoTime, (time) => (isClock(Date.parse(time) / 1000, nows) ? "1970-01-01T00:00:00.000Z" : time))
    .replaceAll(epoch, (whole, seconds: string) => (isClock(Number(seconds), nows) ? "0" : whole))
    // A parameter that was the last one leaves a comma behind.
    .replaceAll(",}", "}")

const digest = /\b[0-9a-f]{64}\b/g

/** Replaces ids, and digests of ids: vendors get our lead_id hashed. Other digests are the same in every run. */
const withNames = (text: string, hashed: ReadonlySet<string>, nameOf: (kind: string, value: string) => string): string =>
  idPatterns.reduce((sum, [kind, pattern]) => sum.replaceAll(pattern, (value) => nameOf(kind, value)), text).replaceAll(digest, (value) => (hashed.has(value) ? nameOf("hashed", value) : value))

const hashesOfIds = (texts: readonly string[]): ReadonlySet<string> => {
  const ids = new Set(texts.flatMap((text) => idPatterns.flatMap(([, pattern]) => text.match(pattern) ?? [])))
  return new Set([...ids].map((id) => sha256(id)))
}

interface Slot {
  record: EvidenceRecord
  volatile: Volatile
  text: string
  /** The text with every id hidden: what is left decides the order */
  shape: string
  /** Which event of its page it tells of: what says the same several times keeps its own order, in pushes and in requests alike */
  turn: number
}

const turnOf = (text: string): number => Number(/[0-9a-f]{8}-[0-9a-f]{3}\.(\d+)/.exec(text)?.[1] ?? 0)

const textOf = (record: EvidenceRecord, nows: readonly number[]): string => {
  const { volatile: _volatile, ...rest } = { volatile: undefined, ...record }
  return record.kind === "run" ? canonicalJson(rest) : withoutClocks(canonicalJson(rest), nows)
}

/** Consent commands and the container's start keep their place: what came before them matters. */
const isFixed = ({ kind, message }: { kind: string; message?: unknown }): boolean =>
  kind === "push" && (Array.isArray(message) || (typeof message === "object" && message !== null && Reflect.get(message, "event") === "gtm.js"))

const placeOf = (record: EvidenceRecord): string => ("scenario" in record ? canonicalJson([record.scenario, record.journey, record.step]) : record.kind)

/** Records that may come in any order stand next to each other: of one kind, in one step, with nothing fixed between them. */
const groupsOf = (slots: readonly Slot[]): Slot[][] => {
  const groups: Slot[][] = []
  for (const slot of slots) {
    const last = groups.at(-1)
    const before = last?.[0]?.record
    const joins = before !== undefined && !isFixed(before) && !isFixed(slot.record) && before.kind === slot.record.kind && placeOf(before) === placeOf(slot.record)
    if (joins) last?.push(slot)
    else groups.push([slot])
  }
  return groups
}

const kindOrder = (a: Slot, b: Slot): number => (placeOf(a.record) === placeOf(b.record) && a.record.kind !== b.record.kind ? (a.record.kind < b.record.kind ? -1 : 1) : 0)
const byShape = (a: Slot, b: Slot): number => (a.shape < b.shape ? -1 : a.shape > b.shape ? 1 : a.turn - b.turn)

/** Steps stay together, and within a step each kind; neighbours without an order of their own are put in the order of what they say. */
const arrange = (slots: readonly Slot[]): Slot[] =>
  [...Map.groupBy(slots, ({ record }) => placeOf(record)).values()].flatMap((step) => groupsOf(step.toSorted(kindOrder)).flatMap((group) => (group.length === 1 ? group : group.toSorted(byShape))))

/**
 * Parts records into what is the same in every run of the same input, and what is not: clocks, ids, and the order in which
 * things happened to arrive. Ids become names that are the same wherever the id stood, so that what belonged together still does.
 */
export const part = (records: readonly EvidenceRecord[]): Parted => {
  const startedAt = records.find((record) => record.kind === "run")?.volatile?.["at"]
  const nowSeconds = (typeof startedAt === "number" ? startedAt : Date.now()) / 1000
  const ahead = new Set(records.flatMap((record) => (record.kind === "step" ? (record.aheadMs ?? []) : [])))
  const nows = [nowSeconds, ...[...ahead].map((ms) => nowSeconds + ms / 1000)]
  const ordered = recordOrder(records).map((record) => ({ record, text: textOf(record, nows) }))
  const hashed = hashesOfIds(ordered.map(({ text }) => text))
  const slots = arrange(ordered.map(({ record, text }, order) => ({ record, text, volatile: { order, ...("volatile" in record ? record.volatile : {}) }, shape: withNames(text, hashed, (kind) => kind), turn: turnOf(text) })))
  const names = new Map<string, string>()
  const counts = new Map<string, number>()
  const nameOf = (kind: string, value: string): string => {
    const known = names.get(value)
    if (known !== undefined) return known
    const count = (counts.get(kind) ?? 0) + 1
    counts.set(kind, count)
    const name = `${kind}-${count}`
    names.set(value, name)
    return name
  }
  return {
    lines: slots.map(({ text, record }) => (record.kind === "run" ? text : withNames(text, hashed, nameOf))),
    volatile: [...slots.map(({ volatile }) => canonicalJson(volatile)), canonicalJson({ names: Object.fromEntries([...names].map(([value, name]) => [name, value])) })],
  }
}
