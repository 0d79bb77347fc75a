import type { Cluster } from "./cluster.ts"
import { LEASE_MS, spooled, type Node, type Nodes } from "./nodes.ts"
import { pause } from "./wait.ts"

interface Scene {
  cluster: Cluster
  nodes: Nodes
  random: () => number
}
/** Something bad, and its end. Answers whether anybody felt it. */
type Happening = (scene: Scene) => Promise<boolean>

/** How long the database stays away: requests must find it gone. */
const AWAY_MS = 300
/** An ingest node waits this long for the database: what has no answer by then is kept on the node. */
const PATIENCE_MS = 2_000
const SLOW_MS = 120
const SLOW_FOR_MS = 1_000
/** Longer than a lease: another worker has taken over by then. */
const PAUSED_MS = LEASE_MS + 500
const POLL_MS = 20
/** A full disk is felt within this time, or not: the log of writes may have had room left. */
const FELT_WITHIN_MS = 2_500
/** Whoever is cut off feels it, at once or, on a machine that is busy with something else, later. */
const SURELY_FELT_WITHIN_MS = 20_000

const one = (nodes: readonly Node[], random: () => number): Node => {
  const node = nodes[Math.floor(random() * nodes.length)]
  if (node === undefined) throw new Error("there is no node")
  return node
}
/** Is anything kept on an ingest node? A node that does not answer says nothing. */
const someSpooled = async ({ nodes }: Scene): Promise<boolean> => (await Promise.all(nodes.ingest.map(({ running }) => spooled(running.url).catch(() => 0)))).some((count) => count > 0)
/** What is acknowledged at the end of a silence was kept on the nodes. */
const goesOn = async ({ nodes }: Scene): Promise<boolean> => {
  await pause(PATIENCE_MS)
  const before = nodes.acknowledged()
  return within(SURELY_FELT_WITHIN_MS, () => nodes.acknowledged() > before)
}
const within = async (ms: number, holds: () => Promise<boolean> | boolean): Promise<boolean> => {
  for (const end = Date.now() + ms; Date.now() < end; await pause(POLL_MS)) if (await holds()) return true
  return false
}
const restart = (kind: "ingest" | "workers", signal: "SIGKILL" | "SIGTERM"): Happening => ({ nodes, random }) => {
  const again = async (): Promise<boolean> => (await nodes.again(one(nodes[kind], random), signal), true)
  // Only whoever sends can repeat; and whoever drains writes everything down.
  return kind === "workers" && signal === "SIGKILL" ? nodes.excused(again) : again()
}

/** What can happen to an installation. */
export const mishaps = {
  "ingest killed": restart("ingest", "SIGKILL"),
  "worker killed": restart("workers", "SIGKILL"),
  "ingest drained": restart("ingest", "SIGTERM"),
  "worker drained": restart("workers", "SIGTERM"),
  "database killed": (scene) =>
    scene.nodes.excused(async () => {
      await scene.cluster.kill()
      await pause(AWAY_MS)
      const felt = await within(SURELY_FELT_WITHIN_MS, () => someSpooled(scene))
      await scene.cluster.start()
      return felt
    }),
  "database frozen": (scene) =>
    scene.nodes.excused(async () => {
      scene.cluster.freeze()
      const felt = await goesOn(scene)
      scene.cluster.thaw()
      return felt
    }),
  "ingest cut off": async (scene) => {
    const { line } = one(scene.nodes.ingest, scene.random)
    line?.cut()
    const felt = await within(SURELY_FELT_WITHIN_MS, () => someSpooled(scene))
    line?.mend()
    return felt
  },
  "worker cut off": (scene) =>
    scene.nodes.excused(async () => {
      const { line } = one(scene.nodes.workers, scene.random)
      line?.cut()
      await pause(AWAY_MS)
      line?.mend()
      return true
    }),
  "ingest unheard": async (scene) => {
    const { line } = one(scene.nodes.ingest, scene.random)
    line?.silence()
    const felt = await goesOn(scene)
    line?.mend()
    return felt
  },
  "worker unheard": ({ nodes, random }) =>
    nodes.excused(async () => {
      const { line } = one(nodes.workers, random)
      line?.silence()
      await pause(PAUSED_MS)
      line?.mend()
      return true
    }),
  "lines slow": async ({ nodes, random }) => {
    const slow = [one(nodes.ingest, random), one(nodes.workers, random)]
    for (const { line } of slow) line?.delay(SLOW_MS)
    await pause(SLOW_FOR_MS)
    for (const { line } of slow) line?.mend()
    return true
  },
  "worker paused": ({ nodes, random }) =>
    nodes.excused(async () => {
      const { running } = one(nodes.workers, random)
      running.process.kill("SIGSTOP")
      await pause(PAUSED_MS)
      running.process.kill("SIGCONT")
      return true
    }),
  "spool disk full": async ({ nodes, random }) => {
    const { disk, line } = one(nodes.ingest, random)
    const refused = nodes.refused()
    disk?.fill()
    line?.cut()
    const felt = await within(FELT_WITHIN_MS, () => nodes.refused() > refused)
    disk?.free()
    line?.mend()
    return felt
  },
  "database disk full": (scene) =>
    scene.nodes.excused(async () => {
      scene.cluster.disk?.fill()
      const felt = await within(FELT_WITHIN_MS, () => someSpooled(scene))
      scene.cluster.disk?.free()
      if (scene.cluster.isGone) await scene.cluster.start()
      return felt
    }),
} satisfies Record<string, Happening>
export type Mishap = keyof typeof mishaps

const isMishap = (name: string): name is Mishap => name in mishaps
/** Those that need a disk of their own to be filled. */
export const onDisks: readonly Mishap[] = ["spool disk full", "database disk full"]
export const anywhere: readonly Mishap[] = Object.keys(mishaps).filter(isMishap).filter((name) => !onDisks.includes(name))

/** So many rounds, each kind as often as the others, in an order of chance. */
export const shuffled = (kinds: readonly Mishap[], rounds: number, random: () => number): Mishap[] => {
  const cycle = (): Mishap[] => kinds.map((kind) => ({ kind, place: random() })).toSorted((a, b) => a.place - b.place).map(({ kind }) => kind)
  return Array.from({ length: Math.ceil(rounds / kinds.length) }, cycle).flat().slice(0, rounds)
}
