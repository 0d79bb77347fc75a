import { isObject, listOf, objectOf, type Json } from "../json.ts"
import type { Problem } from "../ledger.ts"

const DAY_MS = 86_400_000
/** "The conversion must have happened within the last 90 days." */
const OLDEST_MS = 90 * DAY_MS
const FUTURE_MS = 60_000
export const MOST_ELEMENTS = 5000
/** Seconds instead of milliseconds would be a day in January 1970. */
const EARLIEST_MS = 1e12

const idTypes = ["SHA256_EMAIL", "LINKEDIN_FIRST_PARTY_ADS_TRACKING_UUID", "ACXIOM_ID", "ORACLE_MOAT_ID"]
const problem = (path: string, code: string, message: string): Problem[] => [{ code, path, message }]
type Rule = (event: Json, path: string, now: number) => Problem[]

/** LinkedIn, "Conversions API", "Stream conversion events" (read November 2026). */
export const linkedinRules: Record<string, Rule> = {
  "conversion rule": ({ conversion }, path) => (/^urn:lla:llaPartnerConversion:\d+$/.test(String(conversion)) ? [] : problem(`${path}.conversion`, "conversion", "urn:lla:llaPartnerConversion:<id>")),
  "event time": ({ conversionHappenedAt: at }, path, now) => {
    if (typeof at !== "number" || !Number.isInteger(at) || at < EARLIEST_MS) return problem(`${path}.conversionHappenedAt`, "time", "Milliseconds since 1970")
    if (at > now + FUTURE_MS) return problem(`${path}.conversionHappenedAt`, "in_the_future", "In the future")
    return at < now - OLDEST_MS ? problem(`${path}.conversionHappenedAt`, "too_old", "More than 90 days ago") : []
  },
  "event id": ({ eventId }, path) => (typeof eventId === "string" && eventId !== "" ? [] : problem(`${path}.eventId`, "event_id", "Without it the Insight Tag's copy counts too")),
  money: ({ conversionValue: value }, path) => {
    if (value === undefined) return []
    const { amount, currencyCode } = objectOf(value)
    return typeof amount === "string" && /^\d+(\.\d+)?$/.test(amount) && /^[A-Z]{3}$/.test(String(currencyCode)) ? [] : problem(`${path}.conversionValue`, "value", "amount as text, currencyCode ISO 4217")
  },
  "somebody to match": ({ user }, path) => {
    const { userIds, userInfo } = objectOf(user)
    const { firstName, lastName } = objectOf(userInfo)
    return listOf(userIds).length > 0 || (firstName !== undefined && lastName !== undefined) ? [] : problem(`${path}.user`, "nobody_to_match", "A user id, or first and last name")
  },
  "user ids": ({ user }, path) =>
    listOf(objectOf(user)["userIds"]).flatMap((one, i) => {
      const { idType, idValue } = objectOf(one)
      const good = idTypes.includes(String(idType)) && typeof idValue === "string" && idValue !== "" && (idType !== "SHA256_EMAIL" || /^[0-9a-f]{64}$/.test(idValue))
      return good ? [] : problem(`${path}.user.userIds[${i}]`, "user_id", "A known idType; addresses as SHA-256 in lower-case hex")
    }),
}

export const judgeLinkedIn = (element: unknown, path: string, now: number): Problem[] =>
  isObject(element) ? Object.values(linkedinRules).flatMap((rule) => rule(element, path, now)) : problem(path, "element", "An object")
