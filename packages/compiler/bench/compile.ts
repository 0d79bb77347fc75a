/**
 * How the time of a compilation grows with the plan. Prints a table and a plot; asserts nothing.
 * node packages/compiler/bench/compile.ts
 */
import { compilePlan } from "@tagwright/compiler"
import { mkdtemp, rm, writeFile } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import shop from "../test/fixtures/shop.plan.ts"

const sizes = [125, 250, 500, 1000, 2000]
const runs = 5

const planOf = (events: number) => {
  const names = Array.from({ length: events }, (_, index) => `event_${index}`)
  return {
    ...shop,
    parameters: { ...shop.parameters, ...Object.fromEntries(names.map((name) => [`p_${name}`, { type: "string", describe: name }])) },
    events: {
      ...shop.events,
      ...Object.fromEntries(names.map((name) => [name, { describe: name, on: { click: `#${name}` }, required: [`p_${name}`, "form_id"], to: ["ga4", "pixel"] }])),
    },
  }
}

const median = (values: number[]) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0

const folder = await mkdtemp(join(tmpdir(), "tagwright-bench-"))
const file = join(folder, "tagwright.plan.json")
const rows: { events: number; ms: number; perEvent: number }[] = []
for (const events of sizes) {
  await writeFile(file, JSON.stringify(planOf(events)))
  const times: number[] = []
  for (let run = 0; run <= runs; run++) {
    const start = performance.now()
    const { bundle } = await compilePlan(file)
    if (bundle === undefined) throw new Error("the plan did not compile")
    if (run > 0) times.push(performance.now() - start)
  }
  const ms = median(times)
  rows.push({ events, ms, perEvent: ms / events })
}
await rm(folder, { recursive: true })

const widest = Math.max(...rows.map(({ ms }) => ms))
console.log("| Events | ms (median of 5) | ms per event | |\n| ---: | ---: | ---: | :--- |")
for (const { events, ms, perEvent } of rows) console.log(`| ${events} | ${ms.toFixed(0)} | ${perEvent.toFixed(2)} | ${"█".repeat(Math.max(1, Math.round((ms / widest) * 40)))} |`)
