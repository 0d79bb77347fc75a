import { findPlan } from "@tagwright/compiler"
import { annotationsText, decisionMarkdown, describeDecision, judge, openBundle, OPERATIONS_FILE, renderReport, writeDecision } from "@tagwright/release"
import type { Decision } from "@tagwright/formats"
import { appendFileSync, existsSync, writeFileSync } from "node:fs"
import { dirname, relative, resolve } from "node:path"
import { defineCommand, type Io } from "../command.ts"
import { takeOperations } from "../operations/project-ledger.ts"

/** GitHub reads workflow commands from either stream; stdout stays one JSON document. */
const annotate = (decision: Decision, planFile: string, { err, env }: Io): void => {
  err(annotationsText(decision, planFile))
  const summary = env["GITHUB_STEP_SUMMARY"]
  if (summary !== undefined) appendFileSync(summary, decisionMarkdown(decision))
}

export const command = defineCommand({
  summary: "Judge the evidence of a run: a verdict for every gate, with reasons.",
  usage: "judge [--evidence DIR] [--bundle DIR] [--annotate] [--markdown FILE] [--config FILE] [--json]",
  examples: ["tagwright judge", "tagwright judge --evidence .tagwright/evidence --json", "tagwright judge --annotate --markdown verdict.md"],
  options: { evidence: { type: "string" }, bundle: { type: "string" }, annotate: { type: "boolean" }, markdown: { type: "string" } },
  describe: {
    evidence: "sealed evidence (default: .tagwright/evidence beside the plan)",
    bundle: "the bundle it was taken from (default: .tagwright/bundle)",
    annotate: "on GitHub: mark the ten worst findings at the plan, and put the verdict into the job's summary",
    markdown: "write the verdict there as Markdown, for a comment or a mail",
  },
  async run({ values, io }) {
    const beside = (name: string) => resolve(dirname(findPlan(io.cwd, values.config)), ".tagwright", name)
    const evidenceDir = values.evidence === undefined ? beside("evidence") : resolve(io.cwd, values.evidence)
    const bundleDir = values.bundle === undefined ? beside("bundle") : resolve(io.cwd, values.bundle)
    if (values.evidence === undefined || existsSync(beside(OPERATIONS_FILE))) takeOperations(dirname(findPlan(io.cwd, values.config)), evidenceDir)
    const decision = judge({ evidenceDir, bundleDir })
    await writeDecision(evidenceDir, decision)
    await renderReport(evidenceDir, decision, openBundle(bundleDir).plan.site.name)
    if (values.markdown !== undefined) writeFileSync(resolve(io.cwd, values.markdown), decisionMarkdown(decision))
    if (values.annotate === true) annotate(decision, relative(io.env["GITHUB_WORKSPACE"] ?? io.cwd, findPlan(io.cwd, values.config)), io)
    io.out(values.json === true ? `${JSON.stringify(decision, null, 2)}\n` : describeDecision(decision))
    return decision.verdict === "pass" ? 0 : 1
  },
})
