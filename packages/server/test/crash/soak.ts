/**
 * The long crash test: `npm run soak -- [rounds] [clients]`, default 500 rounds of 32 clients, then the power cut at three
 * times as many states of a recorded disk. Prints the counts; exit code 1 when anything acknowledged is missing.
 */
import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { crashLedger } from "./ledger.ts"
import { cutPower } from "./power-cut/check.ts"
import { hasStrace, record } from "./power-cut/trace.ts"

const [rounds = "500", clients = "32"] = process.argv.slice(2)
const data = mkdtempSync(join(tmpdir(), "tagwright-soak-"))
const started = performance.now()
const report = (round: number, acknowledged: number): void => {
  const left = ((performance.now() - started) / round) * (Number(rounds) - round)
  if (round % 10 === 0) process.stderr.write(`${round} of ${rounds} lives, ${acknowledged} acknowledged, about ${Math.ceil(left / 60_000)} min left\n`)
}
const { lost, unaccounted, needless, ...counts } = await crashLedger({ rounds: Number(rounds), clients: Number(clients), data, random: Math.random, answersPerLife: 200, onRound: report })
rmSync(data, { recursive: true, force: true })
const cuts = hasStrace() ? cutPower(await record(5), 3 * Number(rounds), Math.random) : undefined
const broken = cuts?.broken ?? []
for (const one of [...lost, ...unaccounted, ...needless, ...broken].slice(0, 20)) process.stderr.write(`${one}\n`)
console.log(
  JSON.stringify(
    { ...counts, lost: lost.length, unaccounted: unaccounted.length, needless: needless.length, powerCuts: cuts === undefined ? "not run: no strace" : { ...cuts, broken: broken.length }, minutes: Math.round((performance.now() - started) / 60_000) },
    null,
    2,
  ),
)
process.exitCode = lost.length + unaccounted.length + needless.length + broken.length > 0 ? 1 : 0
