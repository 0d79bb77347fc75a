import { pino } from "pino"
import { createBreaker, type Breaker } from "../../src/delivery/breaker.ts"
import { LEASE_MS, startDispatcher } from "../../src/delivery/dispatcher.ts"
import { WAITS_MS } from "../../src/delivery/schedule.ts"
import { connect } from "../../src/destinations/index.ts"
import { createSignals } from "../../src/ops/signals.ts"
import { compilePlan } from "../../src/plan/runtime.ts"
import { serverPlan, shopInput } from "../../test/helpers/plan.ts"
import { SECRETS } from "../../test/helpers/secrets.ts"
import { newEvent } from "../../test/store/events.ts"
import { inlineHarness } from "../../test/store/sqlite-harness.ts"
import { sendTo, type Peer } from "./peer.ts"
import { seeded } from "./seeded.ts"
import { timedStore } from "./timed-store.ts"
import { createVirtualClock } from "./virtual-clock.ts"

export const START = Date.UTC(2026, 0, 1)

export interface Destination {
  /** One for each run: some remember what they took */
  peer: () => Peer
  /** Takes one person's events one after another */
  ordered?: boolean
}
/** Events on their way in; each goes to one destination. */
export interface Stream {
  to: string
  perSecond: number
  /** ms since the beginning; default: all the time */
  from?: number
  until?: number
  /** Whose events: the share that one person sends, the rest comes from a thousand others */
  shareOfOne?: number
  /** The share that is withheld when its turn comes, because the plan has it no more */
  shareWithheld?: number
}

export interface Policy {
  /** Workers on the same store, each with the breakers and limits of a process of its own */
  workers: number
  /** Planted faults: what the rules are there for has to show when one is missing */
  without?: "jitter" | "breaker" | undefined
}

export interface World {
  run(until: number): Promise<void>
  /** Told of every request that a peer gets */
  onRequest(listener: (destination: string, at: number) => void): void
  /** Told of every attempt that was written down */
  onSettled(listener: (one: SettledAttempt) => void): void
  onArrival(listener: (destination: string) => void): void
  /** For how long the oldest due delivery has been due, ms; those that workers hold do not count */
  overdueMs(destination: string): Promise<number>
  held(): number
  mostHeld(): number
  close(): Promise<void>
}
export interface SettledAttempt {
  destination: string
  state: string
  /** From its receipt, ms */
  ageMs: number
  tries: number
  isGiant: boolean
}

const GIANT = "lead-giant"
const OTHERS = 1_000

const planFor = (destinations: Record<string, Destination>) =>
  serverPlan({
    ...shopInput,
    destinations: Object.fromEntries(Object.entries(destinations).map(([id, { ordered }]) => [id, { type: "webhook" as const, consent: "necessary", url: `https://${id}.example/hook`, secret: "HOOK_SECRET", ...(ordered === true && { ordered }) }])),
    parameters: { label: { type: "string", describe: "Anything" } },
    events: { page_view: { describe: "A page", on: { load: true }, optional: ["label"], to: Object.keys(destinations) } },
    webhooks: {},
  })

/** A breaker that never opens. */
const noBreaker = (): Breaker => ({ ...createBreaker(), state: () => "closed", allow: (wanted) => wanted, record: () => undefined, rest: () => undefined })

/**
 * A server's delivery side in one process and on virtual time: the real store with its own claim rules, the real dispatchers,
 * breakers, schedule and webhook destination. Only the peers, the clock and how long the disk takes are made up.
 */
export const createWorld = async (destinations: Record<string, Destination>, streams: readonly Stream[], policy: Policy, seed: number): Promise<World> => {
  const clock = createVirtualClock(START)
  const random = seeded(seed)
  const harness = await inlineHarness()
  const timed = timedStore(harness.store, clock)
  const runtime = compilePlan(planFor(destinations), "production")
  const signals = createSignals()
  const requests: ((destination: string, at: number) => void)[] = []
  const settlements: ((one: SettledAttempt) => void)[] = []
  const arrivals: ((destination: string) => void)[] = []
  const context = {
    runtime,
    secrets: (name: string) => SECRETS[name],
    canaries: { probe: async () => undefined },
    store: timed.store,
    clock,
    signals,
    log: pino({ level: "silent" }),
    metrics: {
      attempted: (destination: string, { event, tries }: { event: { receivedAt: number; leadId?: string | undefined }; tries: number }, { state }: { state: string }, now: number) =>
        settlements.forEach((tell) => tell({ destination, state, tries, ageMs: now - event.receivedAt, isGiant: event.leadId === GIANT })),
    },
  }
  const patience = { random: policy.without === "jitter" ? () => 0.5 : random, waitsMs: WAITS_MS, leaseMs: LEASE_MS }
  const peers = Object.entries(destinations).map(([id, { peer }]) => [id, peer()] as const)
  const startWorker = async () => {
    for (const [id, peer] of peers) {
      const destination = runtime.plan.destinations[id]
      const send = sendTo(peer, clock, START, random, (at) => requests.forEach((tell) => tell(id, at)))
      const world = () => ({ baseUrl: "", secret: () => SECRETS["HOOK_SECRET"], secretNamed: (name: string) => SECRETS[name], environment: runtime.environment, send, sendGuarded: send, timeoutMs: 0, plan: runtime.plan, clock })
      const target = destination && (await connect(destination, world))
      if (target !== undefined) startDispatcher(context, target, patience, policy.without === "breaker" ? noBreaker() : undefined)
    }
  }
  for (let worker = 0; worker < policy.workers; worker++) await startWorker()
  let number = 0
  const arrive = async ({ to, shareOfOne = 0, shareWithheld = 0 }: Stream): Promise<void> => {
    const now = clock.now()
    const leadId = random() < shareOfOne ? GIANT : `lead-${Math.floor(random() * OTHERS)}`
    const event = newEvent(`e${number++}`, now, [{ destination: to, state: "pending", dueAt: now, ordered: destinations[to]?.ordered === true }], { leadId, ...(random() < shareWithheld && { name: "of_an_older_plan" }) })
    arrivals.forEach((tell) => tell(to))
    signals.stored([event], await timed.store.append({ events: [event], quarantined: [] }))
  }
  /** By chance, as visitors come (a Poisson process). */
  const flow = (stream: Stream): void => {
    const wait = (-Math.log(1 - random()) / stream.perSecond) * 1000
    if (clock.now() + wait > START + (stream.until ?? Number.POSITIVE_INFINITY)) return
    clock.after(wait, () => (void arrive(stream), flow(stream)))
  }
  for (const stream of streams) clock.after(stream.from ?? 0, () => flow(stream))
  return {
    run: (until) => clock.run(START + until),
    onRequest: (listener) => void requests.push(listener),
    onSettled: (listener) => void settlements.push(listener),
    onArrival: (listener) => void arrivals.push(listener),
    overdueMs: async (destination) => {
      const now = clock.now()
      const { nextDueAt } = await harness.store.claim({ destination, now, leaseUntil: now, limit: 0 })
      return nextDueAt === undefined ? 0 : Math.max(0, now - nextDueAt)
    },
    held: timed.held,
    mostHeld: timed.mostHeld,
    close: harness.close,
  }
}
