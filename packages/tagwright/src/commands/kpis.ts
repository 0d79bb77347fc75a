import { defineCommand } from "../command.ts"
import { opsClient, opsDescribe, opsOptions, rowsIn, table } from "../ops/client.ts"

const percent = (value: unknown, unit: unknown): string => (typeof value !== "number" ? "–" : unit === "share" ? `${(value * 100).toFixed(1)} %` : `${value.toFixed(1)} min`)

export const command = defineCommand({
  summary: "The figures K1 to K14 against their targets; with an id, what is behind one of them.",
  usage: "kpis [ID] [--days N] [--server URL] [--json]",
  examples: ["tagwright kpis", "tagwright kpis K1 --days 7", "tagwright kpis --json"],
  options: { days: { type: "string" }, ...opsOptions },
  describe: { days: "how far back (default: 30)", ...opsDescribe },
  async run({ values, positionals, io }) {
    const [id] = positionals
    const answer = await opsClient(io, values.server).get(`/ops/api/kpis${id === undefined ? "" : `/${encodeURIComponent(id)}`}?days=${encodeURIComponent(values.days ?? "30")}`)
    if (values.json === true) io.out(`${JSON.stringify(answer, null, 2)}\n`)
    else if (id !== undefined) {
      const misses = rowsIn(answer, "misses")
      io.out(misses.length === 0 ? "nothing is missing\n" : `${table(misses, ["kind", "id", "why"])}\n`)
    } else {
      const rows = rowsIn(answer, "kpis").map((row) => ({ ...row, value: percent(row["value"], row["unit"]), of: row["of"] }))
      io.out(`${table(rows, ["id", "title", "value", "of", "status"])}\n`)
    }
    return id === undefined && rowsIn(answer, "kpis").some((row) => row["status"] === "missed") ? 1 : 0
  },
})
