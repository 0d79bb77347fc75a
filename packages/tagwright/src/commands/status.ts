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
    const [status, attention] = await Promise.all([client.get("/ops/api/status"), client.get("/ops/api/attention")])
    const items = rowsIn(attention, "items")
    if (values.json === true) io.out(`${JSON.stringify({ status, items }, null, 2)}\n`)
    else {
      const queue = rowsIn(status, "queue")
      io.out(`${queue.length === 0 ? "nothing was delivered yet" : table(queue, ["destination", "state", "count"])}\n\n`)
      io.out(items.length === 0 ? "nothing needs a person\n" : `${table(items, ["severity", "what", "count", "id"])}\n`)
    }
    return items.length === 0 ? 0 : 1
  },
})
