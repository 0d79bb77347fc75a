import type { FiringRecord, Where } from "@tagwright/formats"
import { isObject } from "./violations.ts"

type Status = FiringRecord["status"]
const ran: Record<string, Status> = { success: "success", failure: "failure", timeout: "timeout" }
const why: Record<string, Status> = { consent: "blocked-by-consent", "blocked-by-consent": "blocked-by-consent", blocked: "blocked", paused: "paused", "not-triggered": "not-triggered" }

const text = (value: unknown): string => (typeof value === "string" ? value : "")
const list = (value: unknown): Record<string, unknown>[] => (Array.isArray(value) ? value.filter(isObject) : [])

/** One record of the runtime (`{event, fired, notFired, consent}`) as evidence: a line per tag that ran or was held back, with the reason. */
export const firingRecords = (where: Where, data: unknown): FiringRecord[] => {
  if (!isObject(data)) return []
  const base = { kind: "firing", ...where, event: text(data["event"]) } as const
  return [
    ...list(data["fired"]).map(
      (tag): FiringRecord => ({ ...base, tag: text(tag["tag"]), tagType: text(tag["type"]), status: ran[text(tag["status"])] ?? "success", values: isObject(tag["values"]) ? tag["values"] : {} }),
    ),
    ...list(data["notFired"]).map((tag): FiringRecord => {
      const detail = text(tag["detail"])
      return { ...base, tag: text(tag["tag"]), tagType: text(tag["type"]), status: why[text(tag["reason"])] ?? "not-triggered", values: {}, ...(detail === "" ? {} : { detail }) }
    }),
  ]
}
