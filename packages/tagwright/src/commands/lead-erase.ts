import { Fault } from "@tagwright/formats"
import { defineCommand } from "../command.ts"
import { needLead, opsClient, opsDescribe, opsOptions } from "../ops/client.ts"

export const command = defineCommand({
  summary: "Erase a person and tell every recipient (Art. 17 and 19 GDPR). Cannot be undone.",
  usage: "lead erase LEAD_ID --yes [--server URL] [--json]",
  examples: ["tagwright lead erase 3f1c9a52-… --yes"],
  options: { yes: { type: "boolean" }, ...opsOptions },
  describe: { yes: "really do it", ...opsDescribe },
  async run({ values, positionals, io }) {
    const lead = needLead(positionals)
    if (values.yes !== true) throw new Fault("caller", "an erasure cannot be undone", "Add --yes to do it; tagwright lead export keeps a copy for the person")
    const client = opsClient(io, values.server)
    // A mistyped id must not look like an erasure that was done.
    await client.get(`/ops/api/leads/${lead}`)
    const answer = await client.post(`/ops/api/leads/${lead}/erase`)
    io.out(`${JSON.stringify(answer, null, values.json === true ? undefined : 2)}\n`)
    return 0
  },
})
