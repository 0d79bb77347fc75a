import { Fault } from "@tagwright/formats"
import { decodeSpend, parseSpend, spendFormats, type SpendFormat } from "@tagwright/server"
import { readFile } from "node:fs/promises"
import { resolve } from "node:path"
import { defineCommand } from "../command.ts"
import { opsClient, opsDescribe, opsOptions } from "../ops/client.ts"

/** Rows per request: the server's forms are small. */
const AT_ONCE = 200
const isFormat = (name: string): name is SpendFormat => spendFormats.some((one) => one === name)

export const command = defineCommand({
  summary: "Tell the server what advertising cost: a CSV file, or a campaign report by day of Google Ads or Meta. The same day of the same campaign is replaced.",
  usage: "spend import FILE [--format NAME] [--currency CODE] [--server URL] [--json]",
  examples: ["tagwright spend import spend.csv", "tagwright spend import 'Campaign report.csv' --format google-ads --currency EUR"],
  options: { format: { type: "string" }, currency: { type: "string" }, ...opsOptions },
  describe: { format: `${spendFormats.join(", ")} (default: told by the columns)`, currency: "of rows that name none, e.g. EUR", ...opsDescribe },
  async run({ values, positionals, io }) {
    const [file] = positionals
    if (file === undefined) throw new Fault("caller", "no file named", "tagwright spend import FILE")
    if (values.format !== undefined && !isFormat(values.format)) throw new Fault("caller", `--format ${values.format} is unknown`, `Choose one of: ${spendFormats.join(", ")}`)
    const bytes = await readFile(resolve(io.cwd, file)).catch((cause: unknown) => {
      throw new Fault("caller", `cannot read ${file}`, "Name the exported CSV file", { cause })
    })
    const rows = parseSpend(decodeSpend(bytes), { format: values.format, currency: values.currency })
    const server = opsClient(io, values.server)
    for (let at = 0; at < rows.length; at += AT_ONCE) await server.post("/ops/api/spend", { rows: rows.slice(at, at + AT_ONCE) })
    const days = rows.map(({ day }) => day).toSorted()
    io.out(values.json === true ? `${JSON.stringify({ imported: rows.length, from: days[0], to: days.at(-1) })}\n` : `${rows.length} rows imported${rows.length > 0 ? `, ${days[0]} to ${days.at(-1)}` : ""}\n`)
    return 0
  },
})
