import { findPlan, resolvePlan } from "@tagwright/compiler"
import { defineCommand } from "../command.ts"
import { exitCodeOf, printFindings, summaryOf } from "../findings.ts"

export const command = defineCommand({
  summary: "Check the tracking plan: shape, references, privacy, consent, names.",
  usage: "check [--config FILE] [--json]",
  examples: ["tagwright check", "tagwright check --config shop/tagwright.plan.yaml --json"],
  options: {},
  describe: {},
  async run({ values, io }) {
    const file = findPlan(io.cwd, values.config)
    const { findings, plan } = await resolvePlan(file)
    if (values.json === true) io.out(`${JSON.stringify({ findings }, null, 2)}\n`)
    else {
      printFindings(findings, io)
      const size = plan === undefined ? "" : `${Object.keys(plan.events).length} events, ${Object.keys(plan.parameters).length} parameters: `
      io.out(`${size}${summaryOf(findings)}\n`)
    }
    return exitCodeOf(findings)
  },
})
