import { Fault } from "@tagwright/formats"
import { defineCommand } from "../command.ts"
import { opsClient, opsDescribe, opsOptions, rowsIn, table } from "../ops/client.ts"

const USUAL_DAYS = 30
const PERCENT = 100
const money = (row: Record<string, unknown>) => ({ ...row, spent: `${String(row["spent"])} (smallest unit)` })

export const command = defineCommand({
  summary: "Say what advertising cost by channel, how much of it is behind visits that we know (K12), and which campaigns no visit carries.",
  usage: "spend report [--days N] [--server URL] [--json]",
  examples: ["tagwright spend report", "tagwright spend report --days 90 --json"],
  options: { days: { type: "string" }, ...opsOptions },
  describe: { days: `of the last so many days (default: ${USUAL_DAYS})`, ...opsDescribe },
  async run({ values, io }) {
    const days = Number(values.days ?? USUAL_DAYS)
    if (!Number.isInteger(days) || days < 1) throw new Fault("caller", `--days ${values.days} is not a number of days`, "Give a whole number")
    const answer = await opsClient(io, values.server).get(`/ops/api/spend?days=${days}`)
    if (values.json === true) io.out(`${JSON.stringify(answer)}\n`)
    else {
      for (const { currency, spent, attributed } of rowsIn(answer, "totals")) io.out(`${String(currency)}: ${Math.floor((PERCENT * Number(attributed)) / Math.max(1, Number(spent)))} % of the spend is behind visits that we know\n`)
      io.out(`${table(rowsIn(answer, "channels").map(money), ["currency", "channel", "spent"])}\n`)
      const unmatched = rowsIn(answer, "unmatched")
      if (unmatched.length > 0) io.out(`\nNo visit carries these campaigns; are their links tagged?\n${table(unmatched.map(money), ["source", "campaign", "currency", "spent"])}\n`)
    }
    return rowsIn(answer, "unmatched").length > 0 ? 1 : 0
  },
})
