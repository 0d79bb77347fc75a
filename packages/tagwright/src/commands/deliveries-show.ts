import { defineCommand } from "../command.ts"
import { idsOf, opsClient, opsDescribe, opsOptions } from "../ops/client.ts"

export const command = defineCommand({
  summary: "Show one delivery: its event, its attempts, the last answer of the peer.",
  usage: "deliveries show NUMBER [--server URL] [--json]",
  examples: ["tagwright deliveries show 12"],
  options: opsOptions,
  describe: opsDescribe,
  async run({ values, positionals, io }) {
    const client = opsClient(io, values.server)
    for (const id of idsOf(positionals)) io.out(`${JSON.stringify(await client.get(`/ops/api/deliveries/${id}`), null, 2)}\n`)
    return 0
  },
})
