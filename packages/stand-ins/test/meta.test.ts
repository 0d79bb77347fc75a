import { createHash } from "node:crypto"
import fc from "fast-check"
import { describe, expect, test } from "vitest"
import { judgeMeta } from "../src/meta/rules.ts"
import { post, standInsForTest } from "./support/stand-ins.ts"

const now = Date.UTC(2026, 10, 23)
const hash = createHash("sha256").update("person@example.org").digest("hex")
const good = {
  event_name: "Purchase",
  event_time: now / 1000 - 60,
  event_id: "e1",
  action_source: "website",
  event_source_url: "https://northlight.example/checkout/",
  user_data: { em: [hash], fbp: "fb.1.1764000000000.1234567890" },
  custom_data: { value: 240, currency: "EUR" },
}
const judge = (change: object) => judgeMeta([{ ...good, ...change }], now).map(({ code }) => code)

describe("Meta Conversions API stand-in", () => {
  test("accepts an event as Meta documents it", () => expect(judge({})).toEqual([]))

  test.each<[string, object, string]>([
    ["an event without a name", { event_name: "" }, "event_name"],
    ["a time in milliseconds", { event_time: now }, "in_the_future"],
    ["no time", { event_time: undefined }, "event_time"],
    ["an event of eight days ago", { event_time: now / 1000 - 8 * 86_400 }, "too_old"],
    ["an unknown action source", { action_source: "web" }, "action_source"],
    ["nobody to match", { user_data: {} }, "nobody_to_match"],
    ["an address in the clear", { user_data: { em: ["person@example.org"] } }, "not_hashed"],
    ["a hash in capitals", { user_data: { em: [hash.toUpperCase()] } }, "not_hashed"],
    ["a hashed browser id", { user_data: { fbp: hash } }, "hashed"],
    ["a bare click id", { user_data: { fbc: "abc" } }, "fbc"],
    ["a purchase without value", { custom_data: { currency: "EUR" } }, "value"],
    ["a value as text", { custom_data: { value: "240", currency: "EUR" } }, "value"],
    ["a value without currency", { custom_data: { value: 240 } }, "currency"],
  ])("refuses %s", (_what, change, code) => expect(judge(change)).toContain(code))

  test("one old event rejects the whole request, in Meta's shape", async () => {
    const { urls, received } = await standInsForTest({ clock: () => now })
    const answer = await post(`${urls.meta}/v24.0/1029384756/events?access_token=t`, { data: [good, { ...good, event_time: 1 }] })
    expect(answer.status).toBe(400)
    expect(await answer.json()).toMatchObject({ error: { code: 100, type: "OAuthException", error_user_msg: "data[1].event_time: event_time is more than 7 days ago" } })
    expect(received("meta")[0]).toMatchObject({ verdict: "rejected", path: "/v24.0/1029384756/events?access_token=…" })
  })

  test("takes the token from the header, counts the events, and refuses a request without token", async () => {
    const { urls } = await standInsForTest({ clock: () => now })
    const address = `${urls.meta}/v24.0/1029384756/events`
    const answer = await post(address, { data: [good, good] }, { authorization: "Bearer t" })
    expect(await answer.json()).toMatchObject({ events_received: 2 })
    expect((await post(address, { data: [good] })).status).toBe(400)
  })

  test("never fails on any JSON", () => {
    fc.assert(fc.property(fc.jsonValue(), (value) => Array.isArray(judgeMeta([value], now))))
  })
})
