import type { EvidenceRecord } from "@tagwright/formats"
import { describe, expect, it } from "vitest"
import { compareProfiles, isProfile, profileOf, regressionMarkdown, regressionText, weigh, type Acceptance } from "../src/index.ts"

const where = { scenario: "all", journey: "reads", step: 0 }
const step: EvidenceRecord = { kind: "step", ...where, title: "Visit /", outcome: "done", url: "/", consent: {} }
const push = (event: string, message: object = {}): EvidenceRecord => ({ kind: "push", ...where, event, message: { event, event_id: "x", "gtm.uniqueEventId": 7, ...message }, violations: [] })
const firing = (status: "success" | "blocked-by-consent" | "not-triggered"): EvidenceRecord => ({ kind: "firing", ...where, event: "page_view", tag: "GA4", tagType: "gaawe", status, values: {} })
const request = (en: string, more: Record<string, string> = {}): EvidenceRecord => ({ kind: "request", ...where, from: "browser", method: "GET", url: "https://www.google-analytics.com/g/collect", query: { en, ...more }, destination: "ga4", party: "vendor", cookies: [] })
const cookie = (name: string, days: number): EvidenceRecord => ({ kind: "storage", ...where, cookies: [{ name, domain: "x", httpOnly: false, days }], localStorage: [], sessionStorage: [] })
const element = (measuredBy?: string): EvidenceRecord => ({ kind: "element", page: "home", section: "hero", selector: "#a", role: "link", label: "Talk", ...(measuredBy === undefined ? {} : { measuredBy }) })

const base = [step, push("page_view", { page_path: "/" }), firing("success"), firing("not-triggered"), request("page_view", { dl: "/" }), cookie("_ga", 400), element("cta_click")]
const changes = (after: EvidenceRecord[]) => compareProfiles(profileOf(base, "a"), profileOf(after, "b"))

describe("a baseline tells what a visitor's run does otherwise, in words", () => {
  it("nothing, when the same was seen: ids and what Google adds by the clock are no facts", () => {
    expect(changes([...base, request("user_engagement")])).toEqual([])
    expect(isProfile(JSON.parse(JSON.stringify(profileOf(base, "a"))))).toBe(true)
  })

  it.each<[string, EvidenceRecord[], object]>([
    ["an event that is gone", base.filter((one) => one.kind !== "push"), { change: "removed", section: "pushes", name: "pushes: reads / 1 Visit / / page_view", before: "page_path: string (all)" }],
    ["a parameter that changed its type", base.map((one) => (one.kind === "push" ? push("page_view", { page_path: 3 }) : one)), { change: "changed", section: "pushes", before: "page_path: string (all)", after: "page_path: number (all)" }],
    ["an event that counts twice", [...base, push("page_view", { page_path: "/" })], { change: "changed", section: "pushes", after: "page_path: string (all ×2)" }],
    ["a tag that consent holds back now", base.map((one) => (one.kind === "firing" && one.status === "success" ? firing("blocked-by-consent") : one)), { change: "changed", section: "tags", name: "tags: page_view → GA4", before: "success (all)", after: "blocked-by-consent (all)" }],
    ["an element that lost its event", base.map((one) => (one.kind === "element" ? element() : one)), { change: "changed", section: "coverage", before: "measured by cta_click", after: "not measured" }],
    ["a cookie that stays longer", base.map((one) => (one.kind === "storage" ? cookie("_ga", 730) : one)), { change: "changed", section: "cost", name: "cost: cookie _ga", before: "400 days (all)", after: "730 days (all)" }],
  ])("%s", (_what, after, expected) => {
    expect(changes(after)).toEqual([expect.objectContaining(expected)])
  })

  it("a further request stands in the requests and in the cost", () => {
    expect(changes([...base, request("scroll")]).map(({ name }) => name)).toEqual(["requests: ga4 scroll GET https://www.google-analytics.com/g/collect", "cost: requests to ga4"])
  })
})

describe("an acceptance", () => {
  const [change] = changes(base.map((one) => (one.kind === "storage" ? cookie("_ga", 730) : one)))
  const acceptance: Acceptance = { name: "cost: cookie _ga", before: "400 days (all)", after: "730 days (all)", reason: "agreed with privacy", by: "ama", on: "2026-11-25" }

  it("excuses exactly the change it names", () => {
    expect(change).toBeDefined()
    const all = change === undefined ? [] : [change]
    expect(weigh(all, [acceptance])).toMatchObject({ open: [], accepted: [{ acceptance }], idle: [] })
    expect(weigh(all, [{ ...acceptance, after: "500 days (all)" }])).toMatchObject({ open: all, accepted: [] })
    expect(weigh([], [acceptance]).idle).toEqual([acceptance])
  })

  it("is told with its reason; what nobody accepted comes first", () => {
    const open = changes(base.filter((one) => one.kind !== "push"))
    const weighed = weigh([...open, ...(change === undefined ? [] : [change])], [acceptance])
    expect(regressionText(weighed)).toBe(
      ["pushes: 1 changed", "  - reads / 1 Visit / / page_view", "      was  page_path: string (all)", "", "accepted:", "  ~ cost: cookie _ga: agreed with privacy (ama, 2026-11-25)", ""].join("\n"),
    )
    expect(regressionMarkdown("v1", weighed)).toContain("| gone | `reads / 1 Visit / / page_view` | `page_path: string (all)` |  |")
  })
})
