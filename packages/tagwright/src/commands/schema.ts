import { planJsonSchema } from "@tagwright/formats"
import { defineCommand } from "../command.ts"

export const command = defineCommand({
  summary: "Print the JSON Schema of a plan. Editors complete and check YAML and JSON plans with it.",
  usage: "schema",
  examples: ["tagwright schema > tagwright.schema.json"],
  options: {},
  describe: {},
  async run({ io }) {
    io.out(`${JSON.stringify(planJsonSchema(), null, 2)}\n`)
    return 0
  },
})
