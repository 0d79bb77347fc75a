/** What one processed event did: one element of `events` in `tagwright gtm run`. Everything in it survives JSON. */
export interface EventRecord {
  container: string
  index: number
  event: string
  fired: FiredTag[]
  notFired: NotFired[]
  consent: Record<string, "granted" | "denied">
  /** All that a debug page shows, when it was asked for. */
  detail?: EventDetail
}

export interface EventDetail {
  /** When the event began, epoch ms. */
  at: number
  /** What was pushed since the event before, the event's own message last. */
  messages: unknown[]
  /** Variables with the values they had: those that were read, and those that can be read without running code. */
  variables: Record<string, unknown>
  /** The data layer, merged, as the event's tags left it. */
  layer: unknown
}

export interface FiredTag {
  tag: string
  type: string
  status: "success" | "failure" | "exception" | "timeout" | "running"
  values: Record<string, unknown>
  /** The triggers that passed for it; none for a setup or cleanup tag. */
  triggers: string[]
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
