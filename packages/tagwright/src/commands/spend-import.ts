import { Fault, type SpendRecord } from "@tagwright/formats"
import { readFile } from "node:fs/promises"
import { resolve } from "node:path"
import { defineCommand } from "../command.ts"
import { opsClient, opsDescribe, opsOptions } from "../ops/client.ts"

const COLUMNS = ["day", "source", "medium", "campaign", "currency", "amount"] as const
const CENTS = 100

export const command = defineCommand({
  summary: "Take in advertising spend (CSV), so that K12 can say how much of it is seen in visits.",
  usage: "spend import FILE [--server URL] [--json]",
  examples: ["tagwright spend import spend-2026-11.csv"],
  options: opsOptions,
  describe: opsDescribe,
  async run({ values, positionals, io }) {
    const [file] = positionals
    if (file === undefined) throw new Fault("caller", "no file named", `Give a CSV file with the columns ${COLUMNS.join(", ")}`)
    const text = await readFile(resolve(io.cwd, file), "utf8").catch((cause: unknown) => {
      throw new Fault("caller", `cannot read ${file}`, "Name a CSV file", { cause })
    })
    const records = spendOf(text, file, Date.now())
    const answer = await opsClient(io, values.server).post("/ops/api/operations", { records })
    io.out(values.json === true ? `${JSON.stringify(answer)}\n` : `${records.length} lines taken in\n`)
    return 0
  },
})

/** Plain CSV with a head line; names of campaigns may not hold commas. */
const spendOf = (text: string, file: string, at: number): SpendRecord[] => {
  const [head = "", ...lines] = text.trim().split(/\r?\n/)
  if (head.trim() !== COLUMNS.join(",")) throw new Fault("caller", "the first line does not name the columns", `Write it as ${COLUMNS.join(",")}`, { at: { file, line: 1 } })
  return lines.map((line, index) => {
    const [day = "", source = "", medium = "", campaign = "", currency = "", amount = ""] = line.split(",").map((cell) => cell.trim())
    const minor = Math.round(Number(amount) * CENTS)
    if (!/^\d{4}-\d{2}-\d{2}$/.test(day) || source === "" || medium === "" || campaign === "" || !/^[A-Z]{3}$/.test(currency) || !Number.isSafeInteger(minor) || minor < 0 || amount === "")
      throw new Fault("caller", "this line is no spend", "For example: 2026-11-01,google,cpc,autumn_guests,EUR,120.50", { at: { file, line: index + 2 } })
    return { kind: "spend", at, day, source, medium, campaign, currency, minor }
  })
}
