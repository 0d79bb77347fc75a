import { execFileSync, spawnSync } from "node:child_process"
import { mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { describe, expect, it, onTestFinished } from "vitest"
import { alertNames, alertRules, criticalParts, monitoringCoverage, partKinds, prometheusRules, prometheusTests } from "../src/index.ts"
import { plan } from "./plan.ts"

const promtool = process.env["TAGWRIGHT_PROMTOOL"] ?? "promtool"
const hasPromtool = spawnSync(promtool, ["--version"]).status === 0

describe("K6 monitoring coverage", () => {
  it("every critical part of a plan is watched by an alert", () => {
    expect(monitoringCoverage(plan).missing).toEqual([])
    expect(criticalParts(plan).map(({ id }) => id)).toEqual(expect.arrayContaining(["server", "destination:crm", "webhook:stripe"]))
  })
  it("each alert taken away that alone watches a part leaves a gap", () => {
    const without = (name: (typeof alertNames)[number]) => monitoringCoverage(plan, alertNames.filter((one) => one !== name)).missing
    expect(without("DeadLetters")).toEqual([])
    expect(without("RetentionStands")).toEqual(["retention"])
    expect(without("ConsentRateDrift")).toEqual(["consent"])
    expect(monitoringCoverage(plan, []).missing).toHaveLength(criticalParts(plan).length)
  })
  it("every kind of part is watched by something", () => {
    for (const kind of partKinds) expect(Object.values(alertRules).some(({ watches }) => watches.some((one) => one === kind)), kind).toBe(true)
  })
})

describe("O1 alert rules", () => {
  it.each(alertNames)("%s has a case in which it fires and one in which it is silent", (name) => {
    const cases = alertRules[name].cases
    expect(cases.some(({ fires }) => fires.length > 0)).toBe(true)
    expect(cases.some(({ fires }) => fires.length === 0)).toBe(true)
  })
  it("a critical event of the plan has an alert for its absence", () => {
    expect(prometheusRules(plan)).toContain('tagwright_events_total{event="purchase"}')
    expect(prometheusRules(plan)).not.toContain('tagwright_events_total{event="page_view"}')
  })
  // promtool comes with Prometheus (Debian: `prometheus`); where it is missing, the rules are made but not run.
  it.skipIf(!hasPromtool)("promtool agrees: every case fires, or is silent, as it says", { timeout: 60_000 }, () => {
    const folder = mkdtempSync(join(tmpdir(), "tagwright-prometheus-"))
    onTestFinished(() => rmSync(folder, { recursive: true }))
    writeFileSync(join(folder, "alerts.yml"), prometheusRules(plan))
    const files = (["1m", "1h"] as const).map((every) => {
      writeFileSync(join(folder, `test.${every}.yml`), prometheusTests("alerts.yml", every))
      return `test.${every}.yml`
    })
    expect(execFileSync(promtool, ["check", "rules", "alerts.yml"], { cwd: folder, encoding: "utf8" })).toContain("SUCCESS")
    expect(execFileSync(promtool, ["test", "rules", ...files], { cwd: folder, encoding: "utf8" })).not.toContain("FAILED")
  })
})
