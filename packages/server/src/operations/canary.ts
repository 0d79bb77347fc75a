import { randomUUID } from "node:crypto"
import type { CanaryRecord, CollectBatch, ResolvedDestination } from "@tagwright/formats"
import type { Logger } from "pino"
import type { Clock } from "../clock.ts"
import type { HttpSend } from "../delivery/http-client.ts"
import type { Batch } from "../ingest/parse-batch.ts"
import { CANARY, type NewEvent } from "../store/model.ts"
import type { Store } from "../store/port.ts"
import type { Ledger } from "./ledger.ts"
import { probeOf, probeOnce, type ProbeInput, type Prober } from "./probe.ts"

/** Often enough to be the first who knows; every vendor allows a hundred times as much. */
const EVERY_MS = 5 * 60_000
/** An answer older than this says nothing: another process may have delivered the canaries since. */
const STALE_MS = 2 * EVERY_MS
/** A canary that this process delivers makes the answer younger than this at every round. */
const UNSEEN_MS = EVERY_MS + 60_000

export interface Canaries {
  /** The last answers that this process got */
  states(): { destination: string; ok: boolean }[]
  /** How far our clock is ahead of what the vendors' last answers say (HTTP's Date, whole seconds): the median, so that one wrong vendor does not count */
  clockSkewMs(): number | undefined
  /** Probes one destination now. Undefined: there is nothing to ask it. */
  probe(destination: ResolvedDestination): Promise<CanaryRecord | undefined>
  /** A batch that is one of our own canaries, as an event for the queue; anybody else's is not known */
  recognise(batch: Batch): NewEvent | undefined
  /** Sends one canary through the door at `url` */
  release(url: string): Promise<void>
  /** Probes, without the queue, the destinations that no canary led this process to lately: each has a clock of its own to compare */
  probeUnseen(): Promise<void>
  /** Destinations that canaries are sent to */
  readonly destinations: readonly string[]
}

const batchOf = (id: string, at: number, testMode: boolean): CollectBatch => ({ v: 1, sent: at, shared: { lead_id: id, consent: {}, ...(testMode && { test_mode: true }) }, events: [{ id, name: CANARY, at, params: {} }] })

/**
 * A canary is an event of our own that goes the whole way of a visitor's: through the door, into the log and the queue, to a
 * worker, and to the vendor, where it is a probe that stores nothing. It is marked as what this environment does not count
 * (a test in production, no test in a test environment), so that no figure has it, and goes when the next one comes.
 */
export const createCanaries = (context: Prober & { ledger: Ledger; store: Store }, input: ProbeInput & { send: HttpSend }): Canaries => {
  const { clock, runtime, ledger, store } = context
  const last = new Map<string, { ok: boolean; at: number }>()
  const skews = new Map<string, number>()
  /** Nobody else knows these ids: who sends the event without one is refused like any event that no plan has. */
  const expected = new Set<string>()
  const probed = Object.values(runtime.plan.destinations).filter((one) => probeOf(one, "", runtime.environment.ga4, input.vendors) !== undefined)
  const probe: Canaries["probe"] = async (destination) => {
    const record = await probeOnce(context, input, destination, (skew) => void skews.set(destination.id, skew))
    if (record === undefined) return undefined
    // The ledger gets what changed, not every "still well".
    if (last.get(destination.id)?.ok !== record.ok) ledger.append([record])
    last.set(destination.id, { ok: record.ok, at: record.at })
    return record
  }
  return {
    destinations: probed.map(({ id }) => id),
    clockSkewMs: () => [...skews.values()].toSorted((a, b) => a - b)[Math.floor(skews.size / 2)],
    states: () => [...last].flatMap(([destination, { ok, at }]) => (clock.now() - at > STALE_MS ? [] : [{ destination, ok }])),
    probe,
    probeUnseen: async () => {
      const unseen = probed.filter(({ id }) => clock.now() - (last.get(id)?.at ?? 0) > UNSEEN_MS)
      await Promise.all(unseen.map(probe))
    },
    recognise: ({ events }) => {
      const [first] = events
      const id = events.length === 1 && first?.event?.name === CANARY ? first.event.id : undefined
      if (id === undefined || !expected.delete(id)) return undefined
      const now = clock.now()
      const deliveries = probed.map((one) => ({ destination: one.id, state: "pending" as const, dueAt: now }))
      return { id, name: CANARY, source: "server", at: now, receivedAt: now, params: {}, testMode: !runtime.environment.testMode, deliveries }
    },
    release: async (url) => {
      const now = clock.now()
      await store.dropCanaries(now)
      const id = randomUUID()
      expected.add(id)
      try {
        await input.send({ method: "POST", url: `${url}/collect`, headers: { "content-type": "application/json" }, body: JSON.stringify(batchOf(id, now, runtime.environment.testMode)) })
      } finally {
        expected.delete(id)
      }
    },
  }
}

/** Releases a canary now and then, where there is a door. One that cannot even enter is noticed by the age of the last that arrived. */
export const startCanaries = ({ clock, log, canaries }: { clock: Clock; log: Logger; canaries: Canaries }, door: (() => string) | undefined): { stop(): void } => {
  let stopped = false
  let rounds = 0
  const round = async (): Promise<void> => {
    if (rounds++ > 0) await canaries.probeUnseen()
    if (door !== undefined) await canaries.release(door())
  }
  const loop = (): void => {
    round()
      .catch((error: unknown) => log.error({ error: String(error) }, "a canary could not be released"))
      .finally(() => {
        if (!stopped) cancel = clock.after(EVERY_MS, loop)
      })
  }
  let cancel = clock.after(EVERY_MS, loop)
  return {
    stop: () => {
      stopped = true
      cancel()
    },
  }
}
