import { isObject, listOf, objectOf, type Json } from "../json.ts"
import type { Problem } from "../ledger.ts"

/** Data Manager API, `events.ingest` reference (read November 2026). */
const MOST_EVENTS = 2000
const MOST_DESTINATIONS = 10
const MOST_IDENTIFIERS = 10
const FUTURE_MS = 60_000
const DAY_MS = 86_400_000
/** The longest click-through window of a conversion action. */
const OLDEST_MS = 90 * DAY_MS

const fields = new Set(
  "destinationReferences transactionId eventTimestamp lastUpdatedTimestamp userData consent adIdentifiers currency conversionValue eventSource eventDeviceInfo cartData customVariables experimentalFields userProperties eventName clientId userId additionalEventParameters".split(" "),
)
const sources = ["WEB", "APP", "IN_STORE", "PHONE", "OTHER"]
const clickIds = ["gclid", "gbraid", "wbraid"]
const rfc3339 = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d{1,9})?(Z|[+-]\d{2}:\d{2})$/
const sha256 = /^[0-9a-f]{64}$/

type EventRule = (event: Json, path: string, now: number, references: ReadonlySet<string>) => Problem[]
const problem = (path: string, code: string, message: string): Problem[] => [{ code, path, message }]

/** Rules for one event. */
export const eventRules: Record<string, EventRule> = {
  "known fields": (event, path) => Object.keys(event).flatMap((name) => (fields.has(name) ? [] : problem(`${path}.${name}`, "UNKNOWN_FIELD", `Unknown name "${name}"`))),
  "event time": ({ eventTimestamp: at }, path, now) => {
    const where = `${path}.event_timestamp`
    if (typeof at !== "string" || !rfc3339.test(at)) return problem(where, "REQUIRED_FIELD_MISSING", "event_timestamp is required, RFC 3339")
    if (Date.parse(at) > now + FUTURE_MS) return problem(where, "INVALID_TIMESTAMP", "in the future")
    return Date.parse(at) < now - OLDEST_MS ? problem(where, "TOO_OLD", "older than the conversion window") : []
  },
  "transaction id": ({ transactionId: id }, path) => (typeof id === "string" && id !== "" ? [] : problem(`${path}.transaction_id`, "REQUIRED_FIELD_MISSING", "transaction_id is required")),
  "event source": ({ eventSource: source }, path) => (sources.includes(String(source)) ? [] : problem(`${path}.event_source`, "INVALID_ENUM", `one of ${sources.join(", ")}`)),
  "somebody to match": ({ adIdentifiers, userData }, path) =>
    clickIds.some((id) => objectOf(adIdentifiers)[id] !== undefined) || listOf(objectOf(userData)["userIdentifiers"]).length > 0 ? [] : problem(path, "NO_IDENTIFIERS_PROVIDED", "Neither a click id nor user data"),
  "one click id": ({ adIdentifiers }, path) => (clickIds.filter((id) => objectOf(adIdentifiers)[id] !== undefined).length > 1 ? problem(`${path}.ad_identifiers`, "MULTIPLE_CLICK_IDS", "Only one of gclid, gbraid, wbraid") : []),
  "hashed where it must be": ({ userData }, path) => {
    const list = listOf(objectOf(userData)["userIdentifiers"]).map(objectOf)
    if (list.length > MOST_IDENTIFIERS) return problem(`${path}.user_data`, "TOO_MANY_IDENTIFIERS", `At most ${MOST_IDENTIFIERS}`)
    return list.flatMap(({ emailAddress, phoneNumber, address }, i) =>
      [emailAddress, phoneNumber].filter((value) => value !== undefined).length + (address === undefined ? 0 : 1) === 1 && [emailAddress, phoneNumber].every((value) => value === undefined || sha256.test(String(value)))
        ? []
        : problem(`${path}.user_data.user_identifiers[${i}]`, "INVALID_HASH", "One identifier each: SHA-256, hex"),
    )
  },
  consent: ({ consent }, path) =>
    Object.entries(objectOf(consent)).flatMap(([key, value]) =>
      ["adUserData", "adPersonalization"].includes(key) && ["CONSENT_GRANTED", "CONSENT_DENIED"].includes(String(value)) ? [] : problem(`${path}.consent.${key}`, "INVALID_ENUM", "adUserData, adPersonalization: CONSENT_GRANTED or CONSENT_DENIED"),
    ),
  money: ({ conversionValue: value, currency }, path) => {
    if (value === undefined) return []
    if (typeof value !== "number" || value < 0) return problem(`${path}.conversion_value`, "INVALID_VALUE", "A number in major units, not negative")
    return /^[A-Z]{3}$/.test(String(currency)) ? [] : problem(`${path}.currency`, "INVALID_CURRENCY_CODE", "ISO 4217, three capitals")
  },
  cart: ({ cartData }, path) =>
    listOf(objectOf(cartData)["items"]).flatMap((item, i) => {
      const { merchantProductId, quantity, unitPrice } = objectOf(item)
      const good = typeof merchantProductId === "string" && Number.isInteger(quantity) && (unitPrice === undefined || typeof unitPrice === "number")
      return good ? [] : problem(`${path}.cart_data.items[${i}]`, "INVALID_ITEM", "merchantProductId, a whole quantity, unitPrice as a number")
    }),
  "destination reference": ({ destinationReferences: list }, path, _now, references) =>
    listOf(list).flatMap((name, i) => (references.has(String(name)) ? [] : problem(`${path}.destination_references[${i}]`, "INVALID_DESTINATION_REFERENCE", "No destination has this reference"))),
}

type RequestRule = (body: Json) => Problem[]
/** Rules for the request as a whole. */
export const requestRules: Record<string, RequestRule> = {
  destinations: ({ destinations }) => {
    const list = listOf(destinations).map(objectOf)
    if (list.length === 0 || list.length > MOST_DESTINATIONS) return problem("destinations", "REQUIRED_FIELD_MISSING", `One to ${MOST_DESTINATIONS} destinations`)
    return list.flatMap(({ operatingAccount, productDestinationId }, i) => {
      const { accountType, accountId } = objectOf(operatingAccount)
      if (accountType !== "GOOGLE_ADS" || !/^\d{10}$/.test(String(accountId))) return problem(`destinations[${i}].operating_account`, "INVALID_ACCOUNT", "GOOGLE_ADS and ten digits")
      return /^\d+$/.test(String(productDestinationId)) ? [] : problem(`destinations[${i}].product_destination_id`, "INVALID_DESTINATION", "The conversion action's id")
    })
  },
  "number of events": ({ events }) => (listOf(events).length > 0 && listOf(events).length <= MOST_EVENTS ? [] : problem("events", "INVALID_EVENT_COUNT", `1 to ${MOST_EVENTS} events`)),
  encoding: ({ events, encoding }) => (encoding === "HEX" || listOf(events).every((event) => objectOf(event)["userData"] === undefined) ? [] : problem("encoding", "REQUIRED_FIELD_MISSING", "encoding is required with user data")),
}

export const judgeIngest = (body: unknown, now: number): Problem[] => {
  const request = objectOf(body)
  const references = new Set(listOf(request["destinations"]).map((one) => String(objectOf(one)["reference"])))
  const events = listOf(request["events"]).flatMap((event, i) => (isObject(event) ? Object.values(eventRules).flatMap((rule) => rule(event, `events.events[${i}]`, now, references)) : problem(`events.events[${i}]`, "INVALID_EVENT", "An object")))
  return [...Object.values(requestRules).flatMap((rule) => rule(request)), ...events]
}
