/** Prints the table of docs/privacy.md: `npm run bench -w @tagwright/privacy [-- --misses --encodings --seed 8 --count 500]` */
import { parseArgs } from "node:util"
import { scan } from "../src/index.ts"
import { cellsOf, measure } from "./measure.ts"

const { values } = parseArgs({ options: { misses: { type: "boolean" }, encodings: { type: "boolean" }, seed: { type: "string", default: "7" }, count: { type: "string", default: "2000" } } })

const complain = (what: string, text: string, value: string): void => {
  const found = scan(text).map(({ kind, start, end }) => [kind, text.slice(start, end)])
  console.log(`${what}: ${JSON.stringify(text)} ← ${JSON.stringify(value)} ${JSON.stringify(found)}`)
}
const percent = (part: number, of: number): string => `${((100 * part) / of).toFixed(2)} %`

if (values.encodings) {
  const kinds = ["email", "iban", "card", "phone"] as const
  console.log(`| written as (seed ${values.seed}, ${values.count} of each) | ${kinds.join(" | ")} |\n|---|${"---|".repeat(kinds.length)}`)
  for (const [name, found] of Object.entries(cellsOf({ seed: Number(values.seed), count: Number(values.count) })))
    console.log(`| ${name} | ${kinds.map((kind) => percent(found[kind] ?? 0, 1)).join(" | ")} |`)
  process.exit()
}

const measured = measure({ seed: Number(values.seed), count: Number(values.count), ...(values.misses ? { complain } : {}) })
console.log(`| labelled data (generated, seed ${values.seed}) | cases | target | recall | exact place |\n|---|---|---|---|---|`)
for (const { what, target, cases, hit, exact } of measured.rows) console.log(`| ${what} | ${cases} | ${target * 100} % | ${percent(hit, cases)} | ${percent(exact, cases)} |`)
console.log("\n| harmless tracking values | flagged | target | share |\n|---|---|---|---|")
console.log(`| ${measured.harmless} | ${measured.flagged} | 0.5 % | ${percent(measured.flagged, measured.harmless)} |`)
