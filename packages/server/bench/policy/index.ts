/**
 * `npm run simulate -- [scenario …] [--json] [--html FILE] [--without jitter|breaker] [--seed N]`: the queue's rules under hours of
 * trouble, in seconds; exit code 1 where a promise is broken: the real store, dispatchers, breakers and schedule on a clock that jumps from one event to the next.
 */
import { writeFileSync } from "node:fs"
import { parseArgs } from "node:util"
import { page } from "./page/page.ts"
import { brokenPromises } from "./promises.ts"
import { rowOf, table } from "./report.ts"
import { scenarios } from "./scenarios.ts"
import { simulate, type Run } from "./simulate.ts"
import type { Policy } from "./world.ts"

const { values, positionals } = parseArgs({ allowPositionals: true, options: { json: { type: "boolean" }, html: { type: "string" }, without: { type: "string" }, seed: { type: "string", default: "1" } } })
const faults: Record<string, Policy["without"]> = { jitter: "jitter", breaker: "breaker" }
const unknown = positionals.filter((name) => !scenarios.some((scenario) => scenario.name === name))
if (unknown.length > 0 || (values.without !== undefined && faults[values.without] === undefined)) {
  process.stderr.write(`There is no ${unknown.join(", ") || values.without}. Scenarios: ${scenarios.map(({ name }) => name).join(", ")}; --without ${Object.keys(faults).join("|")}\n`)
  process.exit(2)
}
const chosen = scenarios.filter(({ name }) => positionals.length === 0 || positionals.includes(name))
const runs: Run[] = []
for (const [index, scenario] of chosen.entries()) {
  process.stderr.write(`${index + 1}/${chosen.length} ${scenario.title}\n`)
  runs.push(await simulate(scenario, values.without === undefined ? undefined : faults[values.without], Number(values.seed)))
}
console.log(values.json === true ? JSON.stringify(runs.map((run) => ({ ...rowOf(run), title: run.scenario.title, totals: run.totals, people: run.people })), null, 2) : table(runs.map(rowOf)))
const broken = runs.flatMap((run) => brokenPromises(run).map((sentence) => `${run.scenario.name}: ${sentence}`))
for (const sentence of broken) process.stderr.write(`${sentence}\n`)
if (broken.length > 0) process.exitCode = 1
if (values.html !== undefined) writeFileSync(values.html, await page(runs))
