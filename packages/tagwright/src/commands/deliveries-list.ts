import { defineCommand } from "../command.ts"
import { opsClient, opsDescribe, opsOptions, rowsIn, table } from "../ops/client.ts"

const columns = ["id", "event", "destination", "state", "attempts", "reason", "status"]

export const command = defineCommand({
  summary: "List deliveries, or only the dead letters of one destination.",
  usage: "deliveries list [--state STATE] [--destination ID] [--reason REASON] [--server URL] [--json]",
  examples: ["tagwright deliveries list --state dead", "tagwright deliveries list --state dead --destination crm --json"],
  options: { state: { type: "string" }, destination: { type: "string" }, reason: { type: "string" }, ...opsOptions },
  describe: { state: "pending, delivered, dead or withheld", destination: "a destination of the plan", reason: "why it is dead or withheld, e.g. http_401", ...opsDescribe },
  async run({ values, io }) {
    const query = new URLSearchParams()
    for (const name of ["state", "destination", "reason"] as const) if (values[name] !== undefined) query.set(name, values[name])
    const answer = await opsClient(io, values.server).get(`/ops/api/deliveries?${query}`)
    const rows = rowsIn(answer, "deliveries")
    io.out(values.json === true ? `${JSON.stringify(answer, null, 2)}\n` : rows.length === 0 ? "nothing there\n" : `${table(rows, columns)}\n`)
    return 0
  },
})
