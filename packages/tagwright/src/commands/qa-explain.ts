import { findPlan } from "@tagwright/compiler"
import { openEvidence } from "@tagwright/evidence"
import { Fault } from "@tagwright/formats"
import { explain, explanationText, readDecision } from "@tagwright/release"
import { dirname, join, resolve } from "node:path"
import { defineCommand } from "../command.ts"

export const command = defineCommand({
  summary: "Say what is behind a finding or a step: what was expected, what came, what is nearest, and what to do.",
  usage: "qa explain FINDING|GATE|STEP|LINE [--evidence DIR] [--json]",
  examples: ["tagwright qa explain expected-event-missing", "tagwright qa explain P3", 'tagwright qa explain "none / newsletter reader / step 3"', "tagwright qa explain r120 --json"],
  options: { evidence: { type: "string" } },
  describe: { evidence: "sealed evidence (default: .tagwright/evidence beside the plan)" },
  async run({ values, positionals, io }) {
    const asked = positionals.join(" ")
    if (asked === "") throw new Fault("caller", "qa explain needs to know what", "For example: tagwright qa explain P3")
    const folder = values.evidence === undefined ? join(dirname(findPlan(io.cwd, values.config)), ".tagwright", "evidence") : resolve(io.cwd, values.evidence)
    const explanations = explain({ evidence: openEvidence(folder), decision: readDecision(folder) }, asked)
    io.out(values.json === true ? `${JSON.stringify({ explanations }, null, 2)}\n` : explanations.map(explanationText).join("\n"))
    return 0
  },
})
