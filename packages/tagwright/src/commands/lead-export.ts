import { defineCommand } from "../command.ts"
import { needLead, opsClient, opsDescribe, opsOptions } from "../ops/client.ts"

export const command = defineCommand({
  summary: "Export everything about a person, for that person (Art. 15 and 20 GDPR). Holds personal data.",
  usage: "lead export LEAD_ID [--server URL] > FILE",
  examples: ["tagwright lead export 3f1c9a52-… > person.json"],
  options: opsOptions,
  describe: opsDescribe,
  async run({ values, positionals, io }) {
    const lead = needLead(positionals)
    const client = opsClient(io, values.server)
    // An empty file would say that nothing is kept about somebody whose id was mistyped.
    await client.get(`/ops/api/leads/${lead}`)
    io.out(`${JSON.stringify(await client.get(`/ops/api/leads/${lead}/export`), null, 2)}\n`)
    return 0
  },
})
