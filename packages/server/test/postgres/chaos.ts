import { mkdirSync } from "node:fs"
import { join } from "node:path"
import { client, readAll } from "../crash/client.ts"
import { startLife, type Running } from "../crash/process.ts"
import { needlessRepeats, startSink } from "../crash/sink.ts"
import type { Cluster } from "./cluster.ts"

/** What happens to the installation, one thing a round. */
export const mishaps = ["ingest killed", "worker killed", "database killed", "ingest drained", "worker drained"] as const
type Mishap = (typeof mishaps)[number]

export interface ChaosLedger {
  rounds: Record<Mishap, number>
  acknowledged: number
  stored: number
  delivered: number
  /** Acknowledged and not stored */
  lost: string[]
  /** Stored, and neither delivered, dead nor waiting */
  unaccounted: string[]
  /** Stored twice, or sent again without a death or a hidden answer to excuse it */
  twice: string[]
}
export interface ChaosOptions {
  cluster: Cluster
  /** A folder with room for the nodes' spools */
  data: string
  rounds: number
  /** Clients of each ingest node */
  clients: number
  random: () => number
  onRound?: (round: number, acknowledged: number) => void
}

/** Nodes of each kind. */
const NODES = 2
/** How long the database stays away: requests must find it gone. */
const AWAY_MS = 300
/** Leases of the dead run out by then: the last workers' clock is this far ahead. */
const LATER_MS = 86_400_000
const POLL_MS = 50
const PATIENCE_MS = 60_000
const pause = (ms: number): Promise<void> => new Promise((done) => setTimeout(done, ms))

/** Ingest nodes, workers and their database under load, each killed and started again; then everything is counted. */
export const chaosLedger = async ({ cluster, data, rounds, clients, random, onRound }: ChaosOptions): Promise<ChaosLedger> => {
  const sink = await startSink(random)
  const database = await cluster.create()
  const acknowledged = new Set<string>()
  const loads: Promise<void>[] = []
  let over = false
  const folder = (name: string): string => {
    const path = join(data, name)
    mkdirSync(path, { recursive: true })
    return path
  }
  const startNode = async (role: "ingest" | "worker", index: number, clockOffsetMs = 0): Promise<Running> => {
    const node = await startLife({ data: folder(`${role}${index}`), database, role, sink: sink.url, clockOffsetMs })
    let gone = false
    void node.gone.then(() => (gone = true))
    if (role === "ingest") loads.push(...Array.from({ length: clients }, () => client(node.url, acknowledged, () => gone || over)))
    return node
  }
  const indices = Array.from({ length: NODES }, (_, index) => index)
  const ingest = await Promise.all(indices.map((index) => startNode("ingest", index)))
  const workers = await Promise.all(indices.map((index) => startNode("worker", index)))

  const again = async (nodes: Running[], role: "ingest" | "worker", signal: "SIGKILL" | "SIGTERM"): Promise<void> => {
    const index = Math.floor(random() * NODES)
    const node = nodes[index]
    if (node === undefined) return
    sink.nextLife()
    node.process.kill(signal)
    await node.gone
    nodes[index] = await startNode(role, index)
  }
  const happen: Record<Mishap, () => Promise<void>> = {
    "ingest killed": () => again(ingest, "ingest", "SIGKILL"),
    "worker killed": () => again(workers, "worker", "SIGKILL"),
    "ingest drained": () => again(ingest, "ingest", "SIGTERM"),
    "worker drained": () => again(workers, "worker", "SIGTERM"),
    "database killed": async () => {
      sink.nextLife()
      await cluster.kill()
      await pause(AWAY_MS)
      await cluster.start()
    },
  }
  const counts: Record<Mishap, number> = { "ingest killed": 0, "worker killed": 0, "database killed": 0, "ingest drained": 0, "worker drained": 0 }
  for (let round = 0; round < rounds; round++) {
    const enough = acknowledged.size + 5 + Math.floor(random() * 50)
    const end = Date.now() + PATIENCE_MS
    while (acknowledged.size < enough && Date.now() < end) await pause(POLL_MS)
    const mishap = mishaps[round % mishaps.length] ?? "worker killed"
    counts[mishap] += 1
    await happen[mishap]()
    onRound?.(round + 1, acknowledged.size)
  }
  over = true
  await Promise.all(loads)
  await until(async () => (await Promise.all(ingest.map(({ url }) => spooled(url)))).every((depth) => depth === 0), "the spools are not empty")
  for (const worker of workers) await worker.kill()
  sink.beKind()
  sink.nextLife()
  const last = await startNode("worker", 0, LATER_MS)
  await until(async () => (await readAll(last.url, "deliveries", "&state=pending")).length === 0, "deliveries still wait")
  const events = (await readAll(last.url, "events")).map(({ id }) => id)
  const states = new Map((await readAll(last.url, "deliveries")).map(({ id, state }) => [id, state]))
  for (const node of [...ingest, last]) await node.kill()
  sink.close()
  await cluster.drop(database)
  const stored = new Set(events)
  return {
    rounds: counts,
    acknowledged: acknowledged.size,
    stored: stored.size,
    delivered: sink.accepted.size,
    lost: [...acknowledged].filter((id) => !stored.has(id)),
    unaccounted: [...stored].filter((id) => !(states.get(id) === "dead" || (states.get(id) === "delivered" && sink.accepted.has(id)))),
    twice: [...events.filter((id, index) => events.indexOf(id) !== index), ...needlessRepeats(sink.accepted)],
  }
}

const spooled = async (url: string): Promise<number> => Number(/^tagwright_spooled_calls (\d+)$/m.exec(await (await fetch(`${url}/metrics`)).text())?.[1] ?? Number.NaN)

const until = async (holds: () => Promise<boolean>, complaint: string): Promise<void> => {
  const end = Date.now() + PATIENCE_MS
  while (!(await holds())) {
    if (Date.now() > end) throw new Error(complaint)
    await pause(POLL_MS)
  }
}
