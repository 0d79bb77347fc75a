import { Fault } from "@tagwright/formats"
import { defineCommand } from "../command.ts"
import { findingKnowledge } from "../operations/knowledge.ts"

export const command = defineCommand({
  summary: "Say what a finding of the plan's checks or of a gate means, and what to do.",
  usage: "explain CODE [--json]",
  examples: ["tagwright explain marketing-without-consent"],
  options: {},
  describe: {},
  async run({ values, positionals, io }) {
    const [code] = positionals
    const found = findingKnowledge().find((one) => one.code === code)
    if (found === undefined) throw new Fault("caller", `no check knows the code "${code ?? ""}"`, "Copy the code from the finding; lint codes stand in docs/lint")
    io.out(values.json === true ? `${JSON.stringify(found, null, 2)}\n` : `${found.code} (${found.origin})\n${found.title}\n\n${found.help}\n\nSee it: ${found.command}\n`)
    return 0
  },
})
