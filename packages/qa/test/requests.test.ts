import { describe, expect, test } from "vitest"
import type { Seen } from "../src/proxy/proxy.ts"
import { requestRecords } from "../src/record/requests.ts"
import { tinyPlan } from "./tiny-plan.ts"

const seen = (url: string, body: string): Seen => ({ order: 0, at: 1, step: 0, method: "POST", url: new URL(url), headers: {}, body, status: 204 })
const records = (url: string, body: string) => requestRecords(tinyPlan(), "staging", "staging.tiny.example", { scenario: "all", journey: "j", step: 0 }, seen(url, body))

describe("A request is told event by event", () => {
  const shared = "https://region1.google-analytics.com/g/collect?v=2&cid=1"
  test("a GA4 batch gives the hits that its events would give alone", () => {
    const batch = records(shared, "en=a&ep.x=1\r\nen=b&ep.x=2")
    expect(batch).toEqual([...records(shared, "en=a&ep.x=1"), ...records(`${shared}&en=b&ep.x=2`, "")])
    expect(batch.map(({ query }) => query)).toEqual([{ v: "2", cid: "1", en: "a", "ep.x": "1" }, { v: "2", cid: "1", en: "b", "ep.x": "2" }])
  })
  test("our own batch is told as batches of one", () => {
    const batch = records("https://staging.tiny.example/t/collect", JSON.stringify({ v: 1, events: [{ id: "1" }, { id: "2" }] }))
    expect(batch.map(({ body }) => JSON.parse(body ?? ""))).toEqual([{ v: 1, events: [{ id: "1" }] }, { v: 1, events: [{ id: "2" }] }])
  })
  test("every other body stays what it was", () => {
    expect(records("https://www.facebook.com/tr", "a=1\nb=2").map(({ body }) => body)).toEqual(["a=1\nb=2"])
  })
})
