/**
 * The long crash test: `npm run soak -- [rounds] [clients] [cuts]`, default 500 rounds of 32 clients, then the power cut at
 * 1500 states of a recorded disk. Prints the counts; exit code 1 when anything acknowledged is missing.
 */
import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { crashLedger, type Ledger } from "./ledger.ts"
import { cutPower } from "./power-cut/check.ts"
import { hasStrace, record } from "./power-cut/trace.ts"

/** Lives of one database: each looks at every page of it when it starts, so one that never ends would only grow dearer. */
const LIVES_PER_DATABASE = 100

const [rounds = "500", clients = "32", states = "1500"] = process.argv.slice(2)
const wanted = Number(rounds)
const started = performance.now()
const total: Ledger = { rounds: 0, deaths: {}, acknowledged: 0, stored: 0, delivered: 0, repeated: 0, needless: [], lost: [], unaccounted: [] }
const report = (round: number): void => {
  const left = ((performance.now() - started) / round) * (wanted - round)
  if (round % 10 === 0) process.stderr.write(`${round} of ${wanted} lives, about ${Math.ceil(left / 60_000)} min left\n`)
}
while (total.rounds < wanted) {
  const data = mkdtempSync(join(tmpdir(), "tagwright-soak-"))
  const before = total.rounds
  const lives = Math.min(LIVES_PER_DATABASE, wanted - before)
  const ledger = await crashLedger({ rounds: lives, clients: Number(clients), data, random: Math.random, answersPerLife: 200, mostMsPerLife: 3_000, onRound: (round) => report(before + round) })
  rmSync(data, { recursive: true, force: true })
  for (const name of ["rounds", "acknowledged", "stored", "delivered", "repeated"] as const) total[name] += ledger[name]
  for (const name of ["needless", "lost", "unaccounted"] as const) total[name].push(...ledger[name])
  for (const [point, count] of Object.entries(ledger.deaths)) total.deaths[point] = (total.deaths[point] ?? 0) + count
}
const { lost, unaccounted, needless, ...counts } = total
const lived = Math.round((performance.now() - started) / 1000)
const cuts = hasStrace() ? cutPower(await record(5), Number(states), Math.random) : undefined
const broken = cuts?.broken ?? []
for (const one of [...lost, ...unaccounted, ...needless, ...broken].slice(0, 20)) process.stderr.write(`${one}\n`)
console.log(
  JSON.stringify(
    { ...counts, lost: lost.length, unaccounted: unaccounted.length, needless: needless.length, powerCuts: cuts === undefined ? "not run: no strace" : { ...cuts, broken: broken.length }, seconds: lived, minutes: Math.round((performance.now() - started) / 60_000) },
    null,
    2,
  ),
)
process.exitCode = lost.length + unaccounted.length + needless.length + broken.length > 0 ? 1 : 0
