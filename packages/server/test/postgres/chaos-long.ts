/**
 * The long chaos test on PostgreSQL: `npm run chaos -- [rounds] [clients]`, default 200 rounds of 8 clients a node. Prints
 * the counts; exit code 1 when anything acknowledged is missing, 2 when there is no PostgreSQL to run on.
 */
import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { chaosLedger } from "./chaos.ts"
import { findPostgres, startCluster } from "./cluster.ts"

const [rounds = "200", clients = "8"] = process.argv.slice(2)
const bin = findPostgres()
if (bin === undefined) {
  process.stderr.write("not run: no PostgreSQL here. Debian: apt-get install postgresql\n")
  process.exit(2)
}
const cluster = await startCluster(bin, { durable: true })
const data = mkdtempSync(join(tmpdir(), "tagwright-chaos-"))
const started = performance.now()
const report = (round: number, acknowledged: number): void => {
  const left = ((performance.now() - started) / round) * (Number(rounds) - round)
  if (round % 10 === 0) process.stderr.write(`${round} of ${rounds} rounds, ${acknowledged} acknowledged, about ${Math.ceil(left / 60_000)} min left\n`)
}
const { lost, unaccounted, twice, ...counts } = await chaosLedger({ cluster, data, rounds: Number(rounds), clients: Number(clients), random: Math.random, onRound: report })
await cluster.stop()
rmSync(data, { recursive: true, force: true })
for (const one of [...lost, ...unaccounted, ...twice].slice(0, 20)) process.stderr.write(`${one}\n`)
console.log(JSON.stringify({ ...counts, lost: lost.length, unaccounted: unaccounted.length, twice: twice.length, minutes: Math.round((performance.now() - started) / 60_000) }, null, 2))
process.exitCode = lost.length + unaccounted.length + twice.length > 0 ? 1 : 0
