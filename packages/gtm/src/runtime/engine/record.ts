/** What one processed event did: one element of `events` in `tagwright gtm run`. Everything in it survives JSON. */
export interface EventRecord {
  container: string
  index: number
  event: string
  fired: FiredTag[]
  notFired: NotFired[]
  consent: Record<string, "granted" | "denied">
  /** The variables of the event's conditions and tags with their values, when explained. */
  variables?: Record<string, unknown>
}

export interface FiredTag {
  tag: string
  type: string
  status: "success" | "failure" | "exception" | "timeout" | "running"
  values: Record<string, unknown>
  /** Set when the tag ran as setup or cleanup of another. */
  for?: string
  error?: string
}

export type NotFiredReason =
  | "not-triggered" | "blocked" | "consent" | "paused" | "schedule" | "live-only" | "once-per-event" | "once-per-load"
  | "not-allowed" | "setup-failed" | "no-trigger" | "unsupported"

export interface NotFired {
  tag: string
  reason: NotFiredReason
  detail: string
}

/** Longer texts and lists are cut: a record is for reading. */
const LONGEST_TEXT = 2000
const MOST_ENTRIES = 200
const DEEPEST = 6

/** A value as it can be written down: elements, functions and cycles become descriptions; getters that throw are named. */
export const describe = (value: unknown, depth = 0): unknown => {
  if (typeof value === "string") return value.length > LONGEST_TEXT ? `${value.slice(0, LONGEST_TEXT)}…` : value
  if (typeof value === "function") return "[function]"
  if (typeof value === "symbol" || typeof value === "bigint") return String(value)
  if (typeof value === "number" && !Number.isFinite(value)) return String(value)
  if (typeof value !== "object" || value === null) return value
  try {
    return describeObject(value, depth)
  } catch {
    return "[unreadable]"
  }
}

const describeObject = (value: object, depth: number): unknown => {
  if (depth > DEEPEST) return "[…]"
  if ("nodeType" in value) return describeNode(value)
  if (Array.isArray(value)) return value.slice(0, MOST_ENTRIES).map((item) => describe(item, depth + 1))
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? "[invalid date]" : value.toISOString()
  if ("window" in value) return "[window]"
  return Object.fromEntries(Object.keys(value).slice(0, MOST_ENTRIES).map((key) => [key, describe(Reflect.get(value, key), depth + 1)]))
}

const describeNode = (node: object): string => {
  const name = String(Reflect.get(node, "nodeName")).toLowerCase()
  const id: unknown = Reflect.get(node, "id")
  const className: unknown = Reflect.get(node, "className")
  const classes = typeof className === "string" && className !== "" ? `.${className.trim().replace(/\s+/g, ".")}` : ""
  return `<${name}${typeof id === "string" && id !== "" ? `#${id}` : ""}${classes}>`
}
