import fc from "fast-check"
import { describe, expect, test } from "vitest"
import { eventRules, judgeIngest, requestRules } from "../src/google-ads/rules.ts"
import { judgeLinkedIn, linkedinRules } from "../src/linkedin/rules.ts"
import { judgeTikTok, tiktokRules } from "../src/tiktok/rules.ts"
import { post, standInsForTest } from "./support/stand-ins.ts"

const now = Date.UTC(2026, 10, 23)
const DAY_MS = 86_400_000
const hash = "a".repeat(64)
/** One planted fault for every rule, and none for a rule that is not there. */
const faults = (rules: object, list: Record<string, object>): [string, object][] => {
  if (Object.keys(rules).join() !== Object.keys(list).join()) throw new Error(`rules: ${Object.keys(rules).join()}; faults: ${Object.keys(list).join()}`)
  return Object.entries(list)
}

describe("Data Manager API stand-in", () => {
  const event = {
    destinationReferences: ["purchase"],
    transactionId: "pi_1",
    eventTimestamp: new Date(now - 60_000).toISOString(),
    eventSource: "WEB",
    adIdentifiers: { gclid: "Cj0" },
    userData: { userIdentifiers: [{ emailAddress: hash }] },
    consent: { adUserData: "CONSENT_GRANTED" },
    currency: "EUR",
    conversionValue: 240,
    cartData: { items: [{ merchantProductId: "a", quantity: 1, unitPrice: 240 }] },
  }
  const destination = { reference: "purchase", operatingAccount: { accountType: "GOOGLE_ADS", accountId: "1234567890" }, productDestinationId: "7" }
  const request = (change: object = {}, more: object = {}) => judgeIngest({ destinations: [destination], events: [{ ...event, ...change }], encoding: "HEX", ...more }, now)
  test("accepts an event as Google documents it", () => expect(request()).toEqual([]))
  test.each(
    faults(eventRules, {
      "known fields": { value: 240 },
      "event time": { eventTimestamp: "24.11.2026" },
      "transaction id": { transactionId: "" },
      "event source": { eventSource: "web" },
      "somebody to match": { adIdentifiers: {}, userData: undefined },
      "one click id": { adIdentifiers: { gclid: "a", wbraid: "b" } },
      "hashed where it must be": { userData: { userIdentifiers: [{ emailAddress: "ada@example.org" }] } },
      consent: { consent: { adUserData: "GRANTED" } },
      money: { conversionValue: 240, currency: "EURO" },
      cart: { cartData: { items: [{ merchantProductId: "a", quantity: 1.5 }] } },
      "destination reference": { destinationReferences: ["refund"] },
    }),
  )("refuses what breaks the rule: %s", (_rule, change) => expect(request(change)).toHaveLength(1))
  test.each([
    ["older than the longest window", new Date(now - 91 * DAY_MS).toISOString(), "TOO_OLD"],
    ["in the future", new Date(now + DAY_MS).toISOString(), "INVALID_TIMESTAMP"],
  ])("refuses an event %s", (_what, eventTimestamp, code) => expect(request({ eventTimestamp })[0]?.code).toBe(code))
  test.each(
    faults(requestRules, {
      destinations: { destinations: [{ ...destination, operatingAccount: { accountType: "GOOGLE_ADS", accountId: "123-456-7890" } }] },
      "number of events": { events: [] },
      encoding: { encoding: undefined },
    }),
  )("refuses a request that breaks the rule: %s", (_rule, more) => expect(request({}, more)).not.toEqual([]))
  test("asks who is there", async () => {
    const { urls } = await standInsForTest({ clock: () => now })
    const answer = await post(`${urls["google-ads"]}/v1/events:ingest`, { destinations: [destination], events: [event], encoding: "HEX" }, { authorization: "Bearer made-up" })
    expect(answer.status).toBe(401)
  })
})

describe("LinkedIn stand-in", () => {
  const event = { conversion: "urn:lla:llaPartnerConversion:7", conversionHappenedAt: now - 60_000, conversionValue: { currencyCode: "EUR", amount: "240.00" }, eventId: "e1", user: { userIds: [{ idType: "SHA256_EMAIL", idValue: hash }] } }
  const judge = (change: object) => judgeLinkedIn({ ...event, ...change }, "elements[0]", now)
  test("accepts an event as LinkedIn documents it", () => expect(judge({})).toEqual([]))
  test.each(
    faults(linkedinRules, {
      "conversion rule": { conversion: "7" },
      "event time": { conversionHappenedAt: now / 1000 },
      "event id": { eventId: undefined },
      money: { conversionValue: { currencyCode: "EUR", amount: 240 } },
      "somebody to match": { user: { userIds: [], userInfo: { firstName: "Ada" } } },
      "user ids": { user: { userIds: [{ idType: "SHA256_EMAIL", idValue: "ada@example.org" }] } },
    }),
  )("refuses what breaks the rule: %s", (_rule, change) => expect(judge(change)).toHaveLength(1))
  test("refuses an event of 91 days ago", () => expect(judge({ conversionHappenedAt: now - 91 * DAY_MS })[0]?.code).toBe("too_old"))
  const headers = { authorization: "Bearer t", "linkedin-version": "202610", "x-restli-protocol-version": "2.0.0", "x-restli-method": "BATCH_CREATE" }
  test("answers each element by itself", async () => {
    const { urls } = await standInsForTest({ clock: () => now })
    const answer = await post(`${urls.linkedin}/rest/conversionEvents`, { elements: [event, { ...event, eventId: "" }] }, headers)
    expect(await answer.json()).toMatchObject({ elements: [{ status: 201 }, { status: 400 }] })
  })
  test.each([
    ["no token", { authorization: "" }, 401],
    ["no version", { "linkedin-version": "" }, 400],
    ["a version of two years ago", { "linkedin-version": "202410" }, 426],
    ["another protocol", { "x-restli-protocol-version": "1.0.0" }, 400],
    ["no batch", { "x-restli-method": "CREATE" }, 400],
  ])("refuses a request with %s", async (_what, change, status) => {
    const { urls } = await standInsForTest({ clock: () => now })
    expect((await post(`${urls.linkedin}/rest/conversionEvents`, { elements: [event] }, { ...headers, ...change })).status).toBe(status)
  })
})

describe("TikTok stand-in", () => {
  const event = {
    event: "Purchase",
    event_time: now / 1000 - 60,
    event_id: "e1",
    user: { email: hash, ttclid: "E.C.P.x" },
    page: { url: "https://shop.example/" },
    properties: { value: 240, currency: "EUR", contents: [{ content_id: "a", quantity: 1, price: 240 }] },
  }
  const judge = (change: object) => judgeTikTok({ event_source: "web", event_source_id: "C0", data: [{ ...event, ...change }] }, now)
  test("accepts an event as TikTok documents it", () => expect(judge({})).toEqual([]))
  test.each(
    faults(tiktokRules, {
      "event name": { event: "" },
      "event time": { event_time: now },
      "event id": { event_id: undefined },
      "somebody to match": { user: {} },
      "hashed where it must be": { user: { email: "ada@example.org" } },
      "plain where it must be": { user: { ttclid: hash } },
      money: { properties: { value: "240", currency: "EUR" } },
      contents: { properties: { contents: [{ content_id: 7 }] } },
      "page address": { page: { url: "/thanks" } },
    }),
  )("refuses what breaks the rule: %s", (_rule, change) => expect(judge(change)).toHaveLength(1))
  test("says so in a 200, as TikTok does", async () => {
    const { urls } = await standInsForTest({ clock: () => now })
    const answer = await post(`${urls.tiktok}/open_api/v1.3/event/track/`, { event_source: "web", event_source_id: "C0", data: [{ ...event, event: "" }] }, { "access-token": "t" })
    expect(answer.status).toBe(200)
    expect(await answer.json()).toMatchObject({ code: 40_002 })
  })
})

test("none of them fails on any JSON", () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      for (const judged of [judgeIngest(value, now), judgeIngest({ events: [value] }, now), judgeLinkedIn(value, "e", now), judgeTikTok({ event_source: "web", event_source_id: "C0", data: [value] }, now)]) expect(Array.isArray(judged)).toBe(true)
    }),
  )
})
