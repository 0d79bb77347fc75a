import type { ParameterType, QaPlan } from "@tagwright/formats"

export const isObject = (value: unknown): value is Record<string, unknown> => typeof value === "object" && value !== null && !Array.isArray(value)

/** Keys Tag Manager or the kit add to a message by themselves. */
const ours = new Set(["event", "event_id", "test_mode", "lead_id", "gtm.start", "gtm.uniqueEventId", "eventCallback", "eventTimeout"])

export interface Violation {
  code: string
  parameter?: string
  detail: string
}

const isText = (value: unknown) => typeof value === "string" && value !== ""
const isAmount = (value: unknown) => typeof value === "number" && Number.isFinite(value)
const typeChecks: Record<ParameterType, (value: unknown) => boolean> = {
  string: isText,
  integer: (value) => Number.isSafeInteger(value),
  number: isAmount,
  boolean: (value) => typeof value === "boolean",
  money: (value) => isAmount(value) && Number(value) >= 0,
  currency: (value) => typeof value === "string" && /^[A-Z]{3}$/.test(value),
  items: (value) => Array.isArray(value) && value.length > 0 && value.every((item) => isObject(item) && (isText(item["item_id"]) || isText(item["item_name"]))),
  url: (value) => typeof value === "string" && URL.canParse(value, "https://site.example"),
  email: isText,
  phone: isText,
  name: isText,
  id: (value) => isText(value) || Number.isSafeInteger(value),
}

const checkValue = (plan: QaPlan, name: string, value: unknown): Violation[] => {
  const parameter = plan.parameters[name]
  if (parameter === undefined) return [{ code: "unknown-parameter", parameter: name, detail: "the plan has no such parameter" }]
  if (parameter.privacy === "personal" || parameter.privacy === "sensitive") return [{ code: "personal-parameter", parameter: name, detail: "personal parameters never pass through the data layer" }]
  if (!typeChecks[parameter.type](value)) return [{ code: "wrong-type", parameter: name, detail: `expected ${parameter.type}, got ${Array.isArray(value) ? "array" : typeof value}` }]
  if (parameter.oneOf !== undefined && !parameter.oneOf.includes(String(value))) return [{ code: "value-not-allowed", parameter: name, detail: `allowed: ${parameter.oneOf.join(", ")}` }]
  if (parameter.pattern !== undefined && !new RegExp(`^(?:${parameter.pattern})$`, "u").test(String(value))) return [{ code: "value-not-allowed", parameter: name, detail: `must match ${parameter.pattern}` }]
  if (typeof value === "string" && value.length > parameter.maxLength) return [{ code: "too-long", parameter: name, detail: `${value.length} of at most ${parameter.maxLength} characters` }]
  return []
}

/** Whether a message is one of Tag Manager's own or the consent signal, and no event of a plan. */
const isForeign = (event: string): boolean => event.startsWith("gtm.") || event === "consent_update"

/** How a pushed message departs from the plan's shape. Messages without an event and Tag Manager's own are free. */
export const violationsOf = (plan: QaPlan, message: unknown): Violation[] => {
  if (!isObject(message) || typeof message["event"] !== "string" || isForeign(message["event"])) return []
  const event = plan.events[message["event"]]
  if (event === undefined) return [{ code: "unknown-event", detail: `the plan has no event ${message["event"]}` }]
  const declared = new Set([...event.required, ...event.optional])
  const attached = (name: string) => event.attach.includes("attribution") && /^(first|last)_/.test(name)
  const given = Object.entries(message).filter(([name]) => !ours.has(name) && !attached(name))
  const isPersonal = (name: string) => ["personal", "sensitive"].includes(plan.parameters[name]?.privacy ?? "none")
  return [
    ...event.required.filter((name) => !isPersonal(name) && (message[name] === undefined || message[name] === null)).map((name) => ({ code: "missing-parameter", parameter: name, detail: "required, but not there" })),
    ...given.flatMap(([name, value]) =>
      declared.has(name) ? (value === undefined ? [] : checkValue(plan, name, value)) : [{ code: "undeclared-parameter", parameter: name, detail: `${message["event"]} does not declare it` }],
    ),
  ]
}
