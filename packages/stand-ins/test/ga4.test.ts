import fc from "fast-check"
import { describe, expect, test } from "vitest"
import { judgeGa4 } from "../src/ga4/rules.ts"
import { post, standInsForTest } from "./support/stand-ins.ts"

const now = Date.UTC(2026, 10, 23)
const query = new URLSearchParams({ measurement_id: "G-NLSTAG0001", api_secret: "s" })
const good = {
  client_id: "1234567890.1734567890",
  timestamp_micros: now * 1000,
  consent: { ad_user_data: "GRANTED", ad_personalization: "DENIED" },
  events: [{ name: "purchase", params: { transaction_id: "pi_1", value: 240, currency: "EUR", session_id: "1764000000", items: [{ item_id: "intensive" }] } }],
}
const judge = (payload: unknown) => judgeGa4(payload, JSON.stringify(payload), query, now).map(({ code, path }) => `${code} ${path ?? ""}`.trim())
const withEvent = (event: object) => ({ ...good, events: [event] })
const withParams = (params: object) => withEvent({ name: "lead_submit", params })

describe("GA4 Measurement Protocol stand-in", () => {
  test("accepts a purchase as Google documents it", () => expect(judge(good)).toEqual([]))

  test.each<[string, unknown, string]>([
    ["no client id", { ...good, client_id: undefined }, "VALUE_REQUIRED client_id"],
    ["a client id that is a number", { ...good, client_id: 12.5 }, "VALUE_INVALID client_id"],
    ["no events", { ...good, events: [] }, "VALUE_REQUIRED events"],
    ["26 events", { ...good, events: Array.from({ length: 26 }, () => ({ name: "x" })) }, "EXCEEDED_MAX_ENTITIES events"],
    ["an event older than 72 hours", { ...good, timestamp_micros: (now - 73 * 3_600_000) * 1000 }, "VALUE_OUT_OF_BOUNDS timestamp_micros"],
    ["a reserved event", withEvent({ name: "session_start" }), "NAME_RESERVED events[0].name"],
    ["a reserved prefix", withEvent({ name: "ga_thing" }), "NAME_RESERVED events[0].name"],
    ["an event name with a dash", withEvent({ name: "lead-submit" }), "NAME_INVALID events[0].name"],
    ["41 characters of name", withEvent({ name: "a".repeat(41) }), "NAME_INVALID events[0].name"],
    ["26 parameters", withParams(Object.fromEntries(Array.from({ length: 26 }, (_, i) => [`p${i}`, 1]))), "EXCEEDED_MAX_ENTITIES events[0].params"],
    ["a reserved parameter", withParams({ _secret: 1 }), "NAME_RESERVED events[0].params._secret"],
    ["101 characters of value", withParams({ note: "a".repeat(101) }), "VALUE_OUT_OF_BOUNDS events[0].params.note"],
    ["an object as value", withParams({ note: {} }), "VALUE_INVALID events[0].params.note"],
    ["a value without currency", withParams({ value: 1 }), "VALUE_REQUIRED events[0].params.currency"],
    ["a value as text", withParams({ value: "1", currency: "EUR" }), "VALUE_INVALID events[0].params.value"],
    ["a purchase without items", withEvent({ name: "purchase", params: { transaction_id: "1", value: 1, currency: "EUR" } }), "VALUE_REQUIRED events[0].params.items"],
    ["an item without id or name", withParams({ items: [{ price: 1 }] }), "VALUE_REQUIRED events[0].params.items[0]"],
    ["an unknown consent key", { ...good, consent: { analytics_storage: "GRANTED" } }, "NAME_INVALID consent.analytics_storage"],
    ["a consent in lower case", { ...good, consent: { ad_user_data: "granted" } }, "VALUE_INVALID consent.ad_user_data"],
    ["a user property too long", { ...good, user_properties: { kind: { value: "a".repeat(37) } } }, "VALUE_OUT_OF_BOUNDS user_properties.kind"],
    ["130 kB", { ...good, pad: "a".repeat(130_001) }, "VALUE_OUT_OF_BOUNDS"],
    ["no object", [1], "VALUE_INVALID"],
  ])("finds %s", (_what, payload, verdict) => expect(judge(payload)).toContain(verdict))

  test("answers 204 to anything, and keeps the verdict in the ledger without the secret", async () => {
    const { urls, received } = await standInsForTest({ clock: () => now })
    const address = `${urls.ga4}/mp/collect?${query}`
    expect([(await post(address, good)).status, (await post(address, {})).status]).toEqual([204, 204])
    expect(received("ga4").map(({ verdict }) => verdict)).toEqual(["accepted", "rejected"])
    expect(received()[0]?.path).toBe("/mp/collect?measurement_id=G-NLSTAG0001&api_secret=…")
  })

  test("the debug address says what is wrong in Google's words", async () => {
    const { urls } = await standInsForTest({ clock: () => now })
    const answer = await post(`${urls.ga4}/debug/mp/collect?${query}`, withParams({ value: 1 }))
    expect(await answer.json()).toEqual({
      validationMessages: [{ fieldPath: "events[0].params.currency", description: expect.any(String), validationCode: "VALUE_REQUIRED" }],
    })
  })

  test("never fails on any JSON", () => {
    fc.assert(fc.property(fc.jsonValue(), (value) => Array.isArray(judge(value))))
  })
})
