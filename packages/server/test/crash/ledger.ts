import { bodyOf, client, readAll } from "./client.ts"
import type { Life } from "./child.ts"
import { points, type Point } from "./deadly.ts"
import { startLife } from "./process.ts"
import { needlessRepeats, startSink } from "./sink.ts"

export interface Ledger {
  rounds: number
  /** How often a process died by its own hand at each point; the others were killed from outside at a random moment, or because their point did not come */
  deaths: Record<string, number>
  /** Events the server answered 200 for */
  acknowledged: number
  stored: number
  /** Different ids that reached the sink with a 2xx */
  delivered: number
  /** Times the sink got an id again: at least once, never lost */
  repeated: number
  /** Repeats without a crash or a hidden answer to excuse them */
  needless: string[]
  /** Acknowledged and not stored */
  lost: string[]
  /** Stored, and neither delivered, dead nor waiting */
  unaccounted: string[]
}

export interface CrashOptions {
  rounds: number
  clients: number
  data: string
  /** 0 to 1 */
  random: () => number
  /** A process is killed after at most this many answers */
  answersPerLife: number
  /** A planted fault */
  hasty?: boolean
  /** Whoever has not come to its point of death by then is killed from outside; default: waited for */
  mostMsPerLife?: number
  onRound?: (round: number, acknowledged: number) => void
}

/** Clocks of servers are wrong by up to a day, in both directions. */
const MOST_WRONG_MS = 86_400_000
const POLL_MS = 100
/** How many answers a life has for each time that it passes a point: clients share a commit, and so do outcomes. */
const TIMES: Record<Point, number> = { "after-fsync-before-answer": 8, "before-fsync": 8, "after-mark": 20, "after-send-before-mark": 20 }

/** Starts, loads, kills and restarts the real process; then lets it finish, and compares what was promised with what is there. */
export const crashLedger = async ({ rounds, clients, data, random, answersPerLife, hasty = false, mostMsPerLife = Number.POSITIVE_INFINITY, onRound }: CrashOptions): Promise<Ledger> => {
  const sink = await startSink(random)
  const acknowledged = new Set<string>()
  const deaths: Record<string, number> = { outside: 0 }
  const lifeOf = (round: number): Life => {
    // Every second one is killed from outside; the others die at a point of their own.
    const point = hasty || round % 2 === 0 ? undefined : points[((round - 1) / 2) % points.length]
    const clockOffsetMs = Math.round((random() * 2 - 1) * MOST_WRONG_MS)
    return { data, sink: sink.url, hasty, clockOffsetMs, ...(point !== undefined && { death: { point, after: 1 + Math.floor((random() * answersPerLife) / TIMES[point]) } }) }
  }
  for (let round = 0; round < rounds; round++) {
    const life = lifeOf(round)
    sink.nextLife()
    const running = await startLife(life)
    let over = false
    const isOver = (): boolean => over
    void running.gone.then(() => (over = true))
    const enough = acknowledged.size + 1 + Math.floor(random() * answersPerLife)
    const isEnough = (): boolean => acknowledged.size >= enough
    // Who is to die while it delivers has enough to deliver; more would only have to be delivered in the end.
    const delivers = life.death?.point === "after-mark" || life.death?.point === "after-send-before-mark"
    const loads = Array.from({ length: clients }, () => client(running.url, acknowledged, () => isOver() || (delivers && isEnough())))
    const last = performance.now() + mostMsPerLife
    while (!isOver() && (life.death === undefined ? !isEnough() : performance.now() < last)) await new Promise((done) => setTimeout(done, random() * 10))
    const name = isOver() ? (life.death?.point ?? "outside") : "outside"
    deaths[name] = (deaths[name] ?? 0) + 1
    over = true
    await running.kill()
    await Promise.all(loads)
    onRound?.(round + 1, acknowledged.size)
  }
  return { ...(await settle(data, sink, acknowledged)), rounds, deaths, acknowledged: acknowledged.size }
}

/** The last life has a clock ahead of all others and a sink without moods: everything that waits must leave. */
const settle = async (data: string, sink: Awaited<ReturnType<typeof startSink>>, acknowledged: ReadonlySet<string>): Promise<Omit<Ledger, "rounds" | "deaths" | "acknowledged">> => {
  sink.beKind()
  sink.nextLife()
  const last = await startLife({ data, sink: sink.url, clockOffsetMs: 2 * MOST_WRONG_MS })
  while ((await readAll(last.url, "deliveries", "&state=pending")).length > 0) await new Promise((done) => setTimeout(done, POLL_MS))
  const deliveries = await readAll(last.url, "deliveries")
  const stored = new Set((await readAll(last.url, "events")).map((row) => row.id))
  const repeats = await resend(last.url, [...acknowledged].slice(0, 100))
  await last.kill()
  sink.close()
  const settled = new Map(deliveries.map((row) => [row.id, row.state]))
  return {
    stored: stored.size,
    delivered: sink.accepted.size,
    repeated: [...sink.accepted.values()].reduce((sum, times) => sum + times.length - 1, 0),
    needless: [...needlessRepeats(sink.accepted), ...repeats],
    lost: [...acknowledged].filter((id) => !stored.has(id)),
    unaccounted: [...stored].filter((id) => !(settled.get(id) === "dead" || (settled.get(id) === "delivered" && sink.accepted.has(id)))),
  }
}

/** A kit that never saw its answer sends again: nothing may be stored twice. Answers the ids that were. */
const resend = async (url: string, ids: readonly string[]): Promise<string[]> => {
  const answers = await Promise.all(ids.map(async (id) => ({ id, text: await (await fetch(`${url}/collect`, { method: "POST", body: bodyOf(id) })).text() })))
  return answers.filter(({ text }) => !text.includes("duplicate")).map(({ id }) => id)
}
