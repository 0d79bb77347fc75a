/**
 * The long chaos test on PostgreSQL: `npm run chaos -- [rounds] [clients]`, default 200 rounds of 2 clients a node. Prints the
 * counts, after Ctrl-C those of the rounds there were; exit code 1 when the ledger does not hold, 2 when there is no PostgreSQL to run on. As root on Linux it fills disks
 * too, in mounts of its own.
 */
import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { chaosLedger } from "./chaos.ts"
import { findPostgres, startCluster } from "./cluster.ts"
import { againWithOwnMounts, canMount } from "./disk.ts"
import { anywhere, onDisks, shuffled, type Mishap } from "./mishaps.ts"

const DATABASE_DISK = "2g"
const [rounds = "200", clients = "2"] = process.argv.slice(2)

const run = async (bin: string): Promise<void> => {
  const cluster = await startCluster(bin, { durable: true, ...(canMount() && { diskSize: DATABASE_DISK }) })
  const data = mkdtempSync(join(tmpdir(), "tagwright-chaos-"))
  const started = performance.now()
  let stopped = false
  process.once("SIGINT", () => void (stopped = true))
  const report = (round: number, mishap: Mishap, acknowledged: number): void => {
    const left = ((performance.now() - started) / round) * (Number(rounds) - round)
    if (round % 10 === 0) process.stderr.write(`${round} of ${rounds} rounds, ${acknowledged} acknowledged, last: ${mishap}, about ${Math.ceil(left / 60_000)} min left\n`)
  }
  const planned = shuffled(canMount() ? [...anywhere, ...onDisks] : anywhere, Number(rounds), Math.random)
  const { lost, unaccounted, twice, disordered, ...counts } = await chaosLedger({ cluster, data, rounds: planned, clients: Number(clients), random: Math.random, stopped: () => stopped, onRound: report })
  await cluster.stop()
  rmSync(data, { recursive: true, force: true })
  const wrong = { lost, unaccounted, twice, disordered }
  for (const [kind, ids] of Object.entries(wrong)) for (const id of ids.slice(0, 20)) process.stderr.write(`${kind}: ${id}\n`)
  const bad = Object.entries(wrong).map(([kind, ids]): [string, number] => [kind, ids.length])
  console.log(JSON.stringify({ ...counts, ...Object.fromEntries(bad), minutes: Math.round((performance.now() - started) / 60_000) }, null, 2))
  process.exitCode = bad.some(([, count]) => count > 0) ? 1 : 0
}

const bin = findPostgres()
if (bin === undefined) {
  process.stderr.write("not run: no PostgreSQL here. Debian: apt-get install postgresql\n")
  process.exitCode = 2
} else if (!againWithOwnMounts()) await run(bin)
