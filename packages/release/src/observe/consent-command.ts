import { consentTypes, type ConsentState, type ConsentType } from "@tagwright/formats"
import type { Observed } from "../gate.ts"

/** A `gtag("consent", …)` call as it stands in the data layer. */
export interface ConsentCommand {
  command: "default" | "update"
  states: Partial<Record<ConsentType, ConsentState>>
  /** Set on a default that holds in some regions only */
  region: boolean
  push: Observed<"push">
}

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === "object" && value !== null

/** A gtag command is pushed as an `arguments` object: recorded as an array or as an object with the keys 0, 1, 2. */
const commandOf = (message: unknown): unknown[] => {
  if (Array.isArray(message)) return message
  return isObject(message) && "0" in message ? [message["0"], message["1"], message["2"]] : []
}

const statesOf = (value: Record<string, unknown>): ConsentCommand["states"] =>
  Object.fromEntries(consentTypes.flatMap((type) => (value[type] === "granted" || value[type] === "denied" ? [[type, value[type]]] : [])))

/** The consent command that a push is, if it is one. */
export const consentCommand = (push: Observed<"push">): ConsentCommand | undefined => {
  const [name, command, value] = commandOf(push.message)
  if (name !== "consent" || (command !== "default" && command !== "update") || !isObject(value)) return undefined
  return { command, states: statesOf(value), region: Array.isArray(value["region"]), push }
}

/** Whether a push starts the container: after it, tags may run. */
export const startsContainer = (push: Observed<"push">): boolean => push.event === "gtm.js"
/** Whether a push can make tags fire: an event of the site or a Google tag command. */
export const canFireTags = (push: Observed<"push">): boolean => {
  const [name] = commandOf(push.message)
  return name === "config" || name === "event" || (push.event !== undefined && !push.event.startsWith("gtm."))
}
