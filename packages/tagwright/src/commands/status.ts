import type { OpsOverview } from "@tagwright/formats"
import { defineCommand } from "../command.ts"
import { opsClient, opsDescribe, opsOptions, rowsIn, table } from "../ops/client.ts"

export const command = defineCommand({
  summary: "Is the server well? Ready or not, its queues, open alerts, and what needs a person now.",
  usage: "status [--server URL] [--json]",
  examples: ["tagwright status", "tagwright status --server https://ops.shop.example --json"],
  options: opsOptions,
  describe: opsDescribe,
  async run({ values, io }) {
    const client = opsClient(io, values.server)
    const [status, { attention }] = await Promise.all([client.get("/ops/api/status"), client.as<OpsOverview>("/ops/api/overview")])
    if (values.json === true) io.out(`${JSON.stringify({ status, attention }, null, 2)}\n`)
    else {
      const queue = rowsIn(status, "queue")
      io.out(`${queue.length === 0 ? "nothing was delivered yet" : table(queue, ["destination", "state", "count"])}\n\n`)
      io.out(attention.length === 0 ? "nothing needs a person\n" : attention.map(({ tone, title, detail }) => `${tone === "bad" ? "✗" : "!"} ${title}\n  ${detail}\n`).join(""))
    }
    return attention.length === 0 ? 0 : 1
  },
})
