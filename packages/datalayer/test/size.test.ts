import { join } from "node:path"
import { gzipSync } from "node:zlib"
import { compilePlan } from "@tagwright/compiler"
import type { PlanInput } from "@tagwright/formats"
import { describe, expect, it } from "vitest"
import { kitOf, shop } from "./support/plan.ts"

const gzip = (text: string): number => gzipSync(text, { level: 9 }).length

/** Measured in November 2026: 5,899 (92 of them for signed links in mails), 2,045 and 2,657. The targets are 5,120 and 2,048 for the first two; the first is not met. A byte more than these is a decision, not an accident. */
const CEILING_EXAMPLE = 5_900
const CEILING_SMALLEST = 2_049
const CEILING_GUARDED = 2_660

/** One event by call, consent and lead_id; no server, no campaign, no selectors, and no text that could hold personal data. */
const smallest: PlanInput = {
  ...shop,
  consent: { ...shop.consent, regions: [], globalPrivacyControl: [] },
  destinations: { ga4: { type: "ga4", consent: "analytics", secret: "GA4" } },
  parameters: { note: { type: "string", oneOf: ["short", "long"], describe: "note" } },
  events: { hello: { describe: "hello", on: { call: true }, required: ["note"], to: ["ga4"] } },
  pages: {},
  webhooks: {},
}

/** The same with free text, which the guard has to look through. */
const guarded: PlanInput = { ...smallest, parameters: { note: { type: "string", describe: "note" } } }

describe("D1.1 the kit holds only what the plan uses", () => {
  it("stays below its ceiling for the example's plan, all in", async () => {
    const { bundle } = await compilePlan(join(import.meta.dirname, "../../../examples/studio/tagwright.plan.ts"))
    const size = gzip(bundle?.files.get("kit/tagwright.classic.js") ?? "")
    expect(size).toBeGreaterThan(1_000)
    expect(size).toBeLessThan(CEILING_EXAMPLE)
  })

  it("stays below its ceiling for the smallest plan", async () => {
    expect(gzip((await kitOf(smallest)).script)).toBeLessThan(CEILING_SMALLEST)
    expect(gzip((await kitOf(guarded)).script)).toBeLessThan(CEILING_GUARDED)
  })

  it.each([
    ["delivery", "sendBeacon"],
    ["delivery", "keepalive"],
    ["the guard", "redacted"],
    ["attributes", "data-tw-"],
    ["sentences", "the plan"],
    ["regions", "region"],
    ["Global Privacy Control", "globalPrivacyControl"],
    ["campaign", "tw_touch"],
    ["visibility", "IntersectionObserver"],
    ["scroll depth", "scrollHeight"],
    ["focus", "focusin"],
    ["other banners", "__tcfapi"],
    ["other banners", "CookieConsent"],
    ["items", "item_id"],
  ])("leaves out %s when the plan has no use for it", async (_, sign) => {
    expect((await kitOf(smallest)).script).not.toContain(sign)
  })

  it("names no member of ours, no secret and no test tool", async () => {
    const { script, module } = await kitOf(shop)
    for (const text of [script, module])
      for (const sign of ["_config", "_choice", "_params", "GTM-", "/* v8", "process.env", "eval(", "Function(", "CRM"]) expect(text).not.toContain(sign)
  })

  it("is the same, byte for byte, from the same plan", async () => {
    expect(await kitOf(shop)).toEqual(await kitOf(structuredClone(shop)))
  })

  it("lets no text of a plan become code, or close the script element", async () => {
    const evil = `</script><img src=x>"); alert(1); ("`
    const { script } = await kitOf({ ...smallest, parameters: { note: { type: "string", describe: "n", oneOf: [evil] } } })
    expect(script).not.toContain("</script>")
    expect(() => new Function(script)).not.toThrow()
  })
})
