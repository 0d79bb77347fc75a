import { Fault } from "@tagwright/formats"
import { defineCommand } from "../command.ts"
import { opsClient, opsDescribe, opsOptions } from "../ops/client.ts"

export const command = defineCommand({
  summary: "Say that you are on an alert. The time from firing to this is K7.",
  usage: "alerts acknowledge ALERT --by NAME [--server URL] [--json]",
  examples: ["tagwright alerts acknowledge watch.CanaryFails.crm.1764080000000 --by tomasz"],
  options: { by: { type: "string" }, ...opsOptions },
  describe: { by: "your key in the plan's people", ...opsDescribe },
  async run({ values, positionals, io }) {
    const [alert] = positionals
    if (alert === undefined || values.by === undefined) throw new Fault("caller", "say which alert, and who you are", "tagwright alerts list shows them; add --by NAME")
    const answer = await opsClient(io, values.server).post(`/ops/api/alerts/${encodeURIComponent(alert)}/acknowledge`, { by: values.by })
    io.out(values.json === true ? `${JSON.stringify(answer)}\n` : `${values.by} is on ${alert}\n`)
    return 0
  },
})
