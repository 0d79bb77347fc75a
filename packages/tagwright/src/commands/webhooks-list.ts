import { defineCommand } from "../command.ts"
import { opsClient, opsDescribe, opsOptions, rowsIn, table } from "../ops/client.ts"

const columns = ["id", "source", "state", "attempts", "reason", "received"]
const isoOf = (at: unknown): string => (typeof at === "number" ? new Date(at).toISOString() : "")

export const command = defineCommand({
  summary: "List messages of payment providers and CRMs: what became of them, and why.",
  usage: "webhooks list [--state STATE] [--source NAME] [--reason REASON] [--server URL] [--json]",
  examples: ["tagwright webhooks list --state dead", "tagwright webhooks list --source stripe --json"],
  options: { state: { type: "string" }, source: { type: "string" }, reason: { type: "string" }, ...opsOptions },
  describe: { state: "received, processed, ignored, dead or quarantined", source: "a webhook of the plan", reason: "why it is dead or ignored, e.g. plan:param_missing", ...opsDescribe },
  async run({ values, io }) {
    const query = new URLSearchParams()
    for (const name of ["state", "source", "reason"] as const) if (values[name] !== undefined) query.set(name, values[name])
    const answer = await opsClient(io, values.server).get(`/ops/api/webhooks?${query}`)
    const rows = rowsIn(answer, "webhooks").map((row) => ({ ...row, received: isoOf(row["receivedAt"]) }))
    io.out(values.json === true ? `${JSON.stringify(answer, null, 2)}\n` : rows.length === 0 ? "nothing there\n" : `${table(rows, columns)}\n`)
    return 0
  },
})
