import { mkdtempSync, readFileSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterAll, beforeAll, describe, expect, test } from "vitest"
import type { EvidenceRecord, RecordKind, RecordOf } from "@tagwright/formats"
import { runQa, type QaResult } from "../src/index.ts"
import { tinyBundle, tinyPlan, tinyRuntime } from "./tiny-plan.ts"
import { tinySite } from "./tiny-site.ts"

describe("A run over a site that is in order", () => {
  const out = mkdtempSync(join(tmpdir(), "qa-evidence-"))
  const site = tinySite()
  let result: QaResult
  let records: EvidenceRecord[]
  const of = <K extends RecordKind>(kind: K) => records.filter((record): record is RecordOf<K> => record.kind === kind)

  beforeAll(async () => {
    result = await runQa({ plan: tinyPlan(), bundle: tinyBundle(), site, environment: "staging", runtime: tinyRuntime(), out, only: "journeys" })
    records = readFileSync(join(out, "records.ndjson"), "utf8").trim().split("\n").map((line) => JSON.parse(line))
  }, 300_000)
  afterAll(() => {
    site.remove()
    rmSync(out, { recursive: true, force: true })
  })

  test("every step of every scenario is done", () => {
    expect(of("step").filter((step) => step.outcome !== "done")).toEqual([])
    expect(new Set(of("step").map((step) => step.scenario))).toEqual(new Set(["all", "none", "analytics", "marketing"]))
  })
  test("every expectation is met in every scenario, because the kit pushes whatever was chosen", () => {
    expect(of("expectation").filter((one) => one.outcome !== "met")).toEqual([])
    expect(of("expectation").length).toBe(4 * 7)
  })
  test("P3 the pixel is asked for in the scenarios that allow it, and in no other", () => {
    const pixel = of("request").filter((one) => one.destination === "pixel")
    expect(new Set(pixel.map((one) => one.scenario))).toEqual(new Set(["all", "marketing"]))
    expect(pixel.every((one) => one.choice?.["marketing"] === true)).toBe(true)
  })
  test("nothing leaves for a vendor before the choice or after the withdrawal", () => {
    const vendor = of("request").filter((one) => one.party === "vendor" && (one.step < 1 || one.step >= 4))
    expect(vendor).toEqual([])
  })
  test("the batch sent while the form's page went away is there, with its body", () => {
    const batches = of("request").filter((one) => one.party === "collect")
    expect(batches.length).toBe(4)
    expect(batches.every((one) => one.body?.includes("lead_submit"))).toBe(true)
  })
  test("Consent Mode as the container saw it follows the choice", () => {
    const after = of("step").filter((step) => step.step === 2).map((step) => [step.scenario, step.consent.analytics_storage, step.consent.ad_storage])
    expect(after).toEqual([
      ["all", "granted", "granted"],
      ["none", "denied", "denied"],
      ["analytics", "granted", "denied"],
      ["marketing", "denied", "granted"],
    ])
  })
  test("the banner was measured", () => {
    const banner = of("banner").find((one) => one.step === 1)
    expect(banner).toMatchObject({ shown: true, acceptClicks: 1, rejectClicks: 1, sameFontSize: true, preTicked: [] })
  })
  test("the lead_id is the same from the first step to the last", () => {
    const ids = Map.groupBy(of("storage"), (one) => one.scenario)
    for (const seen of ids.values()) expect(new Set(seen.map((one) => one.leadId)).size).toBe(1)
  })
  test("what the summary counts is what was written", () => {
    expect(result.summary.expectations.met).toBe(of("expectation").length)
    expect(result.summary.requests).toBe(of("request").length)
  })
})
