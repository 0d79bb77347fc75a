import { findPlan } from "@tagwright/compiler"
import { describeDecision, judge, openBundle, OPERATIONS_FILE, renderReport, writeDecision } from "@tagwright/release"
import { existsSync } from "node:fs"
import { dirname, resolve } from "node:path"
import { defineCommand } from "../command.ts"
import { takeOperations } from "../operations/project-ledger.ts"

export const command = defineCommand({
  summary: "Judge the evidence of a run: a verdict for every gate, with reasons.",
  usage: "judge [--evidence DIR] [--bundle DIR] [--config FILE] [--json]",
  examples: ["tagwright judge", "tagwright judge --evidence .tagwright/evidence --json"],
  options: { evidence: { type: "string" }, bundle: { type: "string" } },
  describe: { evidence: "sealed evidence (default: .tagwright/evidence beside the plan)", bundle: "the bundle it was taken from (default: .tagwright/bundle)" },
  async run({ values, io }) {
    const beside = (name: string) => resolve(dirname(findPlan(io.cwd, values.config)), ".tagwright", name)
    const evidenceDir = values.evidence === undefined ? beside("evidence") : resolve(io.cwd, values.evidence)
    const bundleDir = values.bundle === undefined ? beside("bundle") : resolve(io.cwd, values.bundle)
    if (values.evidence === undefined || existsSync(beside(OPERATIONS_FILE))) takeOperations(dirname(findPlan(io.cwd, values.config)), evidenceDir)
    const decision = judge({ evidenceDir, bundleDir })
    await writeDecision(evidenceDir, decision)
    await renderReport(evidenceDir, decision, openBundle(bundleDir).plan.site.name)
    io.out(values.json === true ? `${JSON.stringify(decision, null, 2)}\n` : describeDecision(decision))
    return decision.verdict === "pass" ? 0 : 1
  },
})
