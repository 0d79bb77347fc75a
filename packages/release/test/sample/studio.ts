import { join } from "node:path"
import { decide, policyOf, renderReport, writeDecision } from "../../src/index.ts"
import studio from "../../../../examples/studio/tagwright.plan.ts"
import { openEvidence } from "@tagwright/evidence"
import type { EvidenceRecord } from "@tagwright/formats"
import { resolvePlan } from "./plan.ts"
import { BUNDLE_DIGEST, healthyRecords } from "./walk.ts"
import { writeSample } from "./write.ts"

/**
 * `node packages/release/test/sample/studio.ts DIR [broken]`: the report of the example site without a browser, to be
 * looked at while its page is worked on. `broken` plants three faults.
 */
const [dir = ".tagwright/sample", broken] = process.argv.slice(2)
const plan = resolvePlan(studio)

const plant = (record: EvidenceRecord): EvidenceRecord[] => {
  if (record.kind === "expectation" && record.event === "form_start" && record.scenario === "all") return [{ ...record, outcome: "missing" }]
  if (record.kind === "element" && record.section === "hero" && record.page === "/contact/") {
    const { measuredBy: _, ...bare } = record
    return [bare]
  }
  if (record.kind === "push" && record.event === "lead_submit" && record.scenario === "none")
    return [
      record,
      { kind: "personal-data", scenario: "none", journey: record.journey, step: record.step, type: "email", place: "request", name: "dl", event: "lead_submit", destination: "ga4", length: 17, fingerprint: "9f31c0aa12b4", via: ["percent-encoding"] },
    ]
  if (record.kind === "probe" && record.probe === "gpc-honoured") return []
  return [record]
}

const records = healthyRecords(plan)
await writeSample(dir, broken === undefined ? records : records.flatMap(plant))
const decision = decide({
  evidence: openEvidence(dir),
  manifest: { version: 1, planDigest: "a".repeat(64), digest: BUNDLE_DIGEST, files: {}, findings: [] },
  plan,
  policy: policyOf(plan),
  today: "2026-11-22",
})
await writeDecision(dir, decision)
console.log(await renderReport(dir, decision, plan.site.name), join(dir, "decision.json"))
