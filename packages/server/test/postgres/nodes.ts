import { send } from "../crash/client.ts"
import { startLife, type Running } from "../crash/process.ts"
import { canMount, mountDisk, type Disk } from "./disk.ts"
import { startLine, type Line } from "./line.ts"
import { pause, until } from "./wait.ts"

/** Longer than a worker keeps a delivery in hand (2 s) and a peer may take together. */
export const LEASE_MS = 4_500
const PEER_TIMEOUT_MS = 2_000
/** Leases of the dead run out by then: the last worker's clock is this far ahead. */
const LATER_MS = 86_400_000
/** Of each kind */
const NODES = 2
/** A person sends so many events; then comes the next. */
const EVENTS_OF_A_PERSON = 10
const THINK_MS = 40
/** An excuse holds for what was sent before it and is sent again after it: nobody sends again this soon what has been answered. */
const EXCUSE_MS = 250
const MOST_STARTS = 10
const RESTART_MS = 500
/** A refused client comes back a little later, as browsers do. */
const REFUSED_MS = 20
const SPOOL_DISK = "64m"

type Role = "ingest" | "worker"
export interface Node {
  role: Role
  index: number
  /** Its line to the database, where there is one database */
  line: Line | undefined
  running: Running
  /** Its data folder's own disk, where mounts are allowed */
  disk: Disk | undefined
}
export interface Nodes {
  ingest: readonly Node[]
  workers: readonly Node[]
  acknowledged(): number
  refused(): number
  /** Calls that wait on the ingest nodes to be forwarded */
  waiting(): Promise<number>
  /** While this happens whoever sends may not be able to write it down: what is sent until its end may be sent again. */
  excused<T>(work: () => Promise<T>): Promise<T>
  /** Ends a node with this signal and starts it again on its folder, perhaps as another build of the server. */
  again(node: Node, signal: "SIGKILL" | "SIGTERM", program?: string): Promise<void>
  /** Ends the load; answers what was acknowledged, once nothing waits on the nodes. */
  stopLoad(): Promise<Map<string, string[]>>
  /** The other workers are dead; this one's clock is past all leases. */
  lastWorker(): Promise<Running>
  stop(): Promise<void>
}
export interface Yard {
  database: string
  /** Where the database listens: each node reaches it by a line of its own. Without, as the URL says. */
  port?: number
  folder(name: string): string
  sinks: { hook: string; ordered: string }
  clients: number
  onExcuse(): void
}

export const spooled = async (url: string): Promise<number> => Number(/^tagwright_spooled_calls (\d+)$/m.exec(await (await fetch(`${url}/metrics`)).text())?.[1] ?? Number.NaN)

export const startNodes = async ({ database, port, folder, sinks, clients, onExcuse }: Yard): Promise<Nodes> => {
  const promised = new Map<string, string[]>()
  const loads: Promise<void>[] = []
  let [acknowledged, refused, over] = [0, 0, false]

  const reach = (line: Line | undefined): string => {
    if (line === undefined) return database
    const own = new URL(database)
    own.port = String(line.port)
    return own.href
  }
  const live = async (role: Role, index: number, line: Line | undefined, clockOffsetMs = 0, program?: string): Promise<Running> => {
    const life = { data: folder(`${role}${index}`), database: reach(line), role, sink: sinks.hook, orderedSink: sinks.ordered, leaseMs: LEASE_MS, peerTimeoutMs: PEER_TIMEOUT_MS, clockOffsetMs }
    // As a supervisor does: a node that cannot start, because the database is just recovering, is started again.
    for (let left = MOST_STARTS; ; left--) {
      try {
        return await startLife(life, [], program)
      } catch (error) {
        if (left === 0) throw error
        await pause(RESTART_MS)
      }
    }
  }
  const startNode = async (role: Role, index: number): Promise<Node> => {
    const line = port === undefined ? undefined : await startLine(port)
    const disk = role === "ingest" && canMount() ? mountDisk(folder(`${role}${index}`), SPOOL_DISK) : undefined
    return { role, index, line, disk, running: await live(role, index, line) }
  }
  const isOver = (): boolean => over
  /** People always come to the same node, one call after another. */
  const load = async (node: Node, client: number): Promise<void> => {
    for (let count = 0; !isOver(); count++) {
      const [person, id] = [`person-${node.index}-${client}-${Math.floor(count / EVENTS_OF_A_PERSON)}`, crypto.randomUUID()]
      await pause(THINK_MS)
      if (await send(node.running.url, id, person)) {
        acknowledged += 1
        promised.set(person, [...(promised.get(person) ?? []), id])
      } else {
        refused += 1
        await pause(REFUSED_MS)
      }
    }
  }
  const indices = Array.from({ length: NODES }, (_, index) => index)
  const [ingest, workers] = await Promise.all([Promise.all(indices.map((index) => startNode("ingest", index))), Promise.all(indices.map((index) => startNode("worker", index)))])
  for (const node of ingest) loads.push(...Array.from({ length: clients }, (_, client) => load(node, client)))
  return {
    ingest,
    workers,
    acknowledged: () => acknowledged,
    refused: () => refused,
    waiting: async () => (await Promise.all(ingest.map(({ running }) => spooled(running.url)))).reduce((sum, count) => sum + count, 0),
    excused: async (work) => {
      onExcuse()
      const timer = setInterval(onExcuse, EXCUSE_MS)
      try {
        return await work()
      } finally {
        clearInterval(timer)
        onExcuse()
      }
    },
    again: async (node, signal, program) => {
      node.running.process.kill(signal)
      await node.running.gone
      node.running = await live(node.role, node.index, node.line, 0, program)
    },
    stopLoad: async () => {
      over = true
      await Promise.all(loads)
      for (const { running } of ingest) await until(async () => (await spooled(running.url)) === 0, "a spool does not become empty")
      return promised
    },
    lastWorker: async () => {
      for (const { running } of workers) await running.kill()
      onExcuse()
      const [worker] = workers
      if (worker === undefined) throw new Error("there is no worker")
      worker.running = await live("worker", worker.index, worker.line, LATER_MS)
      return worker.running
    },
    stop: async () => {
      for (const { running, line, disk } of [...ingest, ...workers]) {
        await running.kill()
        line?.close()
        disk?.close()
      }
    },
  }
}
