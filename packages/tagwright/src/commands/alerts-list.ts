import { defineCommand } from "../command.ts"
import { opsClient, opsDescribe, opsOptions, rowsIn, table } from "../ops/client.ts"

export const command = defineCommand({
  summary: "List alerts: the open ones, or all.",
  usage: "alerts list [--all] [--server URL] [--json]",
  examples: ["tagwright alerts list", "tagwright alerts list --all --json"],
  options: { all: { type: "boolean" }, ...opsOptions },
  describe: { all: "also those that are over", ...opsDescribe },
  async run({ values, io }) {
    const answer = await opsClient(io, values.server).get(`/ops/api/alerts${values.all === true ? "" : "?state=open"}`)
    const rows = rowsIn(answer, "alerts")
    const shown = rows.map((row) => ({ ...row, since: new Date(Number(row["firedAt"])).toISOString() }))
    io.out(values.json === true ? `${JSON.stringify(answer, null, 2)}\n` : rows.length === 0 ? "no alert is open\n" : `${table(shown, ["alert", "severity", "state", "since", "summary", "runbook"])}\n`)
    return values.all === true || rows.length === 0 ? 0 : 1
  },
})
