/**
 * Failovers on a real Patroni cluster, three members with etcd and a synchronous standby, under load: `npm run patroni --
 * [failovers]`, default 20. Debian's packages are fetched and unpacked into a temporary folder. Prints the counts; exit code 1
 * when the ledger does not hold, 2 when there is no PostgreSQL or no packages.
 */
import { chmodSync, mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { underLoad } from "../chaos.ts"
import { findPostgres } from "../cluster.ts"
import type { Nodes } from "../nodes.ts"
import { pause, until } from "../wait.ts"
import { startEnsemble, type Ensemble, type Member } from "./ensemble.ts"
import { PATRONI, unpack } from "./packages.ts"

const CLIENTS = 2
/** Longer than Patroni's ttl: another leads by then. */
const FROZEN_MS = 24_000
const [failovers = "20"] = process.argv.slice(2)

/** How a primary is lost; afterwards it comes back and has to follow. */
const losses: Record<string, (member: Member) => Promise<void>> = {
  "machine lost": (member) => member.kill(),
  "PostgreSQL killed": async (member) => member.killPostgres(),
  "machine frozen": async (member) => {
    member.freeze()
    await pause(FROZEN_MS)
  },
}
const backAgain: Record<string, (member: Member) => void> = { "machine lost": (member) => member.start(), "PostgreSQL killed": () => undefined, "machine frozen": (member) => member.thaw() }

interface Tally {
  losses: Record<string, number>
  /** Seconds from the loss until another led and events were stored there again */
  secondsWithout: number[]
}
const lose = (ensemble: Ensemble, nodes: Nodes, kind: string, tally: Tally): Promise<void> => nodes.excused(() => failOver(ensemble, nodes, kind, tally))
const failOver = async (ensemble: Ensemble, nodes: Nodes, kind: string, tally: Tally): Promise<void> => {
  const before = await ensemble.leader()
  const started = performance.now()
  await losses[kind]?.(before)
  await until(async () => (await ensemble.leader()).name !== before.name, `nobody took over after: ${kind}`)
  await until(async () => (await nodes.waiting()) === 0, "what was kept on the nodes is not forwarded")
  tally.secondsWithout.push(Math.round((performance.now() - started) / 1000))
  tally.losses[kind] = (tally.losses[kind] ?? 0) + 1
  backAgain[kind]?.(before)
  await ensemble.whole()
}

const run = async (bin: string): Promise<void> => {
  const folder = mkdtempSync(join(tmpdir(), "tagwright-patroni-"))
  // Whoever runs PostgreSQL, which is not root, has to get in.
  chmodSync(folder, 0o755)
  const say = (text: string): void => void process.stderr.write(`${text}\n`)
  say("fetching Debian's packages")
  const root = unpack(PATRONI, folder)
  say("starting three members")
  const ensemble = await startEnsemble({ root, bin, folder: join(folder, "run") })
  const tally: Tally = { losses: {}, secondsWithout: [] }
  const started = performance.now()
  try {
    await ensemble.create("chaos")
    const { lost, unaccounted, twice, disordered, ...counts } = await underLoad({ database: ensemble.url("chaos"), data: join(folder, "nodes"), clients: CLIENTS, random: Math.random }, async (nodes) => {
      for (let round = 0; round < Number(failovers); round++) {
        const kinds = Object.keys(losses)
        await lose(ensemble, nodes, kinds[round % kinds.length] ?? "", tally)
        const left = ((performance.now() - started) / (round + 1)) * (Number(failovers) - round - 1)
        say(`${round + 1} of ${failovers} failovers, ${nodes.acknowledged()} acknowledged, ${nodes.refused()} refused, about ${Math.ceil(left / 60_000)} min left`)
      }
      counts0.refused = nodes.refused()
    })
    const wrong = { lost: lost.length, unaccounted: unaccounted.length, twice: twice.length, disordered: disordered.length }
    console.log(JSON.stringify({ ...tally, ...counts0, ...counts, ...wrong, minutes: Math.round((performance.now() - started) / 60_000) }, null, 2))
    for (const one of [lost, unaccounted, twice, disordered].flat().slice(0, 20)) say(one)
    process.exitCode = Object.values(wrong).some((count) => count > 0) ? 1 : 0
  } finally {
    ensemble.stop()
  }
  rmSync(folder, { recursive: true, force: true })
}
const counts0 = { refused: 0 }

const bin = findPostgres()
if (bin === undefined) {
  process.stderr.write("not run: no PostgreSQL here. Debian: apt-get install postgresql\n")
  process.exitCode = 2
} else await run(bin)
