import { createHash, randomUUID } from "node:crypto"
import fc from "fast-check"
import type { EvidenceRecord, RequestRecord } from "@tagwright/formats"
import { describe, expect, test } from "vitest"
import { part } from "../src/stable.ts"
import { push, run } from "./sample.ts"

const started = 1_795_600_000_000
const hash = (text: string) => createHash("sha256").update(text).digest("hex")

/** One run of the same visit, with its own ids and clock, and its records in its own order within a step. */
const visit = (at: number, shuffle: boolean): EvidenceRecord[] => {
  const lead = randomUUID()
  const client = `${100000 + (at % 899999)}.${Math.floor(at / 1000)}`
  const request = (order: number, more: Partial<RequestRecord>): RequestRecord => ({
    kind: "request", scenario: "all", journey: "reads", step: 1, from: "browser", method: "POST", url: "https://www.google-analytics.com/g/collect", party: "vendor", cookies: [],
    query: { _p: String(at + order), cid: client, en: "page_view", tfd: String(at % 977) },
    body: `en=section_view&ep.event_id=${randomUUID()}&_et=${at % 499}`,
    volatile: { at: at + order },
    ...more,
  })
  const requests = [request(1, {}), request(2, { query: { cid: client, z: String(at) }, body: JSON.stringify({ sent: at, lead, external: hash(lead) }) })]
  return [
    { ...run, volatile: { at } },
    push("gtm.js", { message: { event: "gtm.js", "gtm.start": at, "gtm.uniqueEventId": at % 7 } }),
    push("page_view", { message: { event: "page_view", event_id: randomUUID(), lead_id: lead } }),
    ...(shuffle ? requests.toReversed() : requests),
  ]
}

describe("Evidence in two parts", () => {
  test("two runs of the same visit give the same lines, whatever their clocks, ids and order of arrival", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 10_000_000 }), fc.boolean(), (later, shuffle) => {
        expect(part(visit(started + later * 1000, shuffle)).lines).toEqual(part(visit(started, false)).lines)
      }),
    )
  })
  test("which came first of a section and the page view is volatile, and so is the number of the event that says so", () => {
    const page = () => `mfx3k9ab${randomUUID().slice(0, 12)}`
    const seen = (names: readonly string[]) => {
      const id = page()
      return part([{ ...run, volatile: { at: started } }, ...names.map((event, at) => push(event, { message: { event, event_id: `${id}.${at}` } }))]).lines
    }
    expect(seen(["section_view", "page_view", "pricing_view"])).toEqual(seen(["page_view", "pricing_view", "section_view"]))
  })
  test("what belonged together still does: an id has one name everywhere, also where it was hashed", () => {
    const { lines, volatile } = part(visit(started, false))
    const text = lines.join("\n")
    expect(text).not.toMatch(/[0-9a-f]{8}-[0-9a-f]{4}-/)
    const lead = /"lead_id":"(uuid-\d+)"/.exec(text)?.[1]
    expect(text.split(`${lead}\\"`).length).toBe(2)
    const { names } = JSON.parse(volatile.at(-1) ?? "")
    expect(names["hashed-1"]).toBe(hash(names[lead ?? ""]))
  })
  test("a clock that a journey moved on is a clock too, and the token of a signed link is an id", () => {
    const days = 200 * 86_400_000
    const seen = (at: number) => {
      const token = `${randomUUID()}.${at.toString(36)}.${"-Aa_9".repeat(8)}${hash(String(at)).slice(0, 3)}`
      const moved: EvidenceRecord = { kind: "step", scenario: "all", journey: "comes back", step: 0, title: "200 days later", outcome: "done", url: "/", consent: {}, aheadMs: days }
      return part([{ ...run, volatile: { at } }, moved, push("gtm.js", { message: { event: "gtm.js", "gtm.start": at + days, day: new Date(at + days).toISOString(), address: `/?tw_link=${token}` } })]).lines
    }
    expect(seen(started + 5_000)).toEqual(seen(started))
    expect(seen(started).join()).toContain("tw_link=link-1")
  })
  test("the run's own digests and numbers that are no clock stay what they are", () => {
    const { lines } = part([run, push("purchase", { message: { event: "purchase", value: 240, order: "1234567890", gtin: "4006381333931", phone: 15550100 } })])
    expect(lines[0]).toContain("b".repeat(64))
    expect(lines[1]).toContain('"gtin":"4006381333931"')
    expect(lines[1]).toContain('"order":"1234567890"')
  })
  test("consent commands keep their place among the pushes", () => {
    const command = (name: string) => push(name, { message: ["consent", name, {}] })
    const order = part([run, command("default"), push("zebra"), push("apple"), command("update"), push("mango")]).lines.slice(1).map((line) => JSON.parse(line).event)
    expect(order).toEqual(["default", "apple", "zebra", "update", "mango"])
  })
})
