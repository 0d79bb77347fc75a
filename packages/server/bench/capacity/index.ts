/**
 * `npm run capacity -- [--rate N] [--deliveries N] [--days N] … [--json]`: what a rate takes: processors, disk, connections, money, and where one
 * PostgreSQL ends. `measure` prints the costs of one event on this machine; `check` compares model and machine at 1, 2 and 4 processes.
 */
import { parseArgs } from "node:util"
import { check } from "./check.ts"
import { measured } from "./costs.ts"
import { measure } from "./measure.ts"
import { assumed, capacityOf, type Assumptions } from "./model.ts"

const dashed = (name: string): string => name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)
const names = Object.keys(assumed)
const { values: found, positionals } = parseArgs({ allowPositionals: true, options: { json: { type: "boolean" }, ...Object.fromEntries(names.map((name) => [dashed(name), { type: "string" as const }])) } })
const values: Record<string, string | boolean | undefined> = found

const numbers: Record<string, number> = { ...assumed }
for (const name of names) {
  const value = values[dashed(name)]
  if (typeof value !== "string") continue
  if (!(Number(value) > 0)) {
    process.stderr.write(`--${dashed(name)} has to be a number above zero\n`)
    process.exit(2)
  }
  numbers[name] = Number(value)
}
const given: Assumptions = { ...assumed, ...numbers }

const large = (value: number, unit: string): string => {
  const steps = ["", "k", "M", "G", "T", "P"]
  const step = Math.min(steps.length - 1, Math.max(0, Math.floor(Math.log10(Math.max(1, value)) / 3)))
  return `${Number((value / 1000 ** step).toPrecision(3))} ${steps[step] ?? ""}${unit}`
}
const say = (): string => {
  const { bytesADay, stored, walBytesASecond, writesASecond, cores, processes, connections, money, limits, shards } = capacityOf(measured, given)
  const core = (value: number): string => String(Number(value.toPrecision(3)))
  const lines: [string, string][] = [
    ["events a second", large(given.rate, "")],
    ["ingest", `${processes.ingest} processes, ${core(cores.ingest)} processors`],
    ["workers", `${processes.workers} processes, ${core(cores.workers)} processors`],
    ["database", `${core(cores.database)} processors, ${shards} primar${shards === 1 ? "y" : "ies"}`],
    ["connections", `${connections}${connections > 200 ? ", through PgBouncer" : ""}`],
    ["log", `${large(walBytesASecond, "B/s")}, about ${large(writesASecond, "writes/s")}`],
    ["stored", `${large(bytesADay, "B")} a day, ${large(stored.bytes, "B")} in ${given.days} days`],
    ["money a month", `${large(money.total, "")} (processors ${large(money.cores, "")}, disk ${large(money.storage, "")}, sent ${large(money.sent, "")})`],
    ["one primary ends at", limits.map(({ what, eventsASecond }) => `${large(eventsASecond, "/s")} (${what})`).join(", ")],
  ]
  return lines.map(([name, value]) => `${name.padEnd(20)} ${value}`).join("\n")
}

const [command] = positionals
if (command === "measure") console.log(JSON.stringify(await measure(), null, 2))
else if (command === "check") console.log(JSON.stringify(await check(measured), null, 2))
else console.log(values["json"] === true ? JSON.stringify({ costs: { measured }, assumed: given, capacity: capacityOf(measured, given) }, null, 2) : `${say()}\n\nMeasured: what one event costs (costs.ts). Assumed, each an option: ${names.filter((name) => name !== "rate").map((name) => `--${dashed(name)} ${numbers[name]}`).join(" ")}`)
