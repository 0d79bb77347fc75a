import { mkdirSync } from "node:fs"
import { join } from "node:path"
import { connectDatabase } from "../../src/store/postgres/connect.ts"
import { readAll } from "../crash/client.ts"
import { startSink } from "../crash/sink.ts"
import { countUp, type Counted } from "./chaos-ledger.ts"
import { mishaps, type Mishap } from "./mishaps.ts"
import { startNodes, type Nodes, type Yard } from "./nodes.ts"
import { onStandstill, until } from "./wait.ts"
import type { Cluster } from "./cluster.ts"

export interface ChaosLedger extends Counted {
  rounds: Partial<Record<Mishap, number>>
  /** Rounds in which the mishap was felt: a call was refused or kept on the node, a lease taken over */
  felt: Partial<Record<Mishap, number>>
  /** Times the test itself stood still for want of a processor; what was sent until then may be sent again */
  standstills: number
}
export interface ChaosOptions {
  cluster: Cluster
  /** A folder with room for the nodes' spools */
  data: string
  /** What happens, one after another */
  rounds: readonly Mishap[]
  /** Clients of each ingest node */
  clients: number
  random: () => number
  /** Asked before each round: enough for now */
  stopped?: () => boolean
  onRound?: (round: number, mishap: Mishap, acknowledged: number) => void
}

/** Runs nodes under load while `happen` does; then lets everything settle and counts. */
export const underLoad = async ({ database, port, data, clients, random }: Pick<Yard, "database" | "port" | "clients"> & { data: string; random: () => number }, happen: (nodes: Nodes) => Promise<void>): Promise<Counted & { standstills: number }> => {
  const sinks = { hook: await startSink(random), ordered: await startSink(random) }
  const both = Object.values(sinks)
  const folder = (name: string): string => {
    const path = join(data, name)
    mkdirSync(path, { recursive: true })
    return path
  }
  const onExcuse = (): void => both.forEach((sink) => sink.nextLife())
  let standstills = 0
  const stopWatching = onStandstill(() => {
    standstills += 1
    onExcuse()
  })
  const nodes = await startNodes({ database, ...(port !== undefined && { port }), folder, sinks: { hook: sinks.hook.url, ordered: sinks.ordered.url }, clients, onExcuse })
  try {
    await happen(nodes)
    const promised = await nodes.stopLoad()
    both.forEach((sink) => sink.beKind())
    const last = await nodes.lastWorker()
    // Before the deliveries: a call that nobody got an answer to may be stored at any later moment, and what it queues waits then.
    const events = await readAll(last.url, "events")
    await until(async () => (await readAll(last.url, "deliveries", "&state=pending")).length === 0, "deliveries still wait")
    const deliveries = await readAll(last.url, "deliveries")
    return { ...countUp({ promised, events, deliveries, failed: await failedAttempts(database), accepted: { hook: sinks.hook.accepted, ordered: sinks.ordered.accepted } }), standstills }
  } finally {
    await nodes.stop()
    stopWatching()
    both.forEach((sink) => sink.close())
  }
}

const failedAttempts = async (url: string): Promise<Set<string>> => {
  const database = connectDatabase(url, { connections: 1, queryMs: 0 })
  const rows = await database.rows("SELECT DISTINCT destination, event.id FROM delivery_attempt JOIN delivery ON delivery.id = delivery_id JOIN event ON event.seq = event_seq").finally(database.close)
  return new Set(rows.map(({ destination, id }) => `${String(destination)} ${String(id)}`))
}

/** Ingest nodes, workers, their database and the lines between them under load, with one mishap a round; then everything is counted. */
export const chaosLedger = async ({ cluster, data, rounds, clients, random, stopped = () => false, onRound }: ChaosOptions): Promise<ChaosLedger> => {
  const database = await cluster.create()
  const counts: Partial<Record<Mishap, number>> = {}
  const felt: Partial<Record<Mishap, number>> = {}
  const counted = await underLoad({ database, port: cluster.port, data, clients, random }, async (nodes) => {
    for (const [round, mishap] of rounds.entries()) {
      if (stopped()) return
      const enough = nodes.acknowledged() + 5 + Math.floor(random() * 30)
      await until(() => nodes.acknowledged() >= enough, `nothing is acknowledged any more, after ${rounds[round - 1] ?? "the start"}`)
      counts[mishap] = (counts[mishap] ?? 0) + 1
      if (await mishaps[mishap]({ cluster, nodes, random })) felt[mishap] = (felt[mishap] ?? 0) + 1
      onRound?.(round + 1, mishap, nodes.acknowledged())
    }
  })
  await cluster.drop(database)
  return { rounds: counts, felt, ...counted }
}
