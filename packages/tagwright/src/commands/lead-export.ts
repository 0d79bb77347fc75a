import { defineCommand } from "../command.ts"
import { needLead, opsClient, opsDescribe, opsOptions } from "../ops/client.ts"

export const command = defineCommand({
  summary: "Export everything about a person, for that person (Art. 15 and 20 GDPR). Holds personal data.",
  usage: "lead export LEAD_ID [--server URL] > FILE",
  examples: ["tagwright lead export 3f1c9a52-… > person.json"],
  options: opsOptions,
  describe: opsDescribe,
  async run({ values, positionals, io }) {
    io.out(`${JSON.stringify(await opsClient(io, values.server).get(`/ops/api/leads/${needLead(positionals)}/export`), null, 2)}\n`)
    return 0
  },
})
