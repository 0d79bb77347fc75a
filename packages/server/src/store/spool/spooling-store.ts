import { Fault } from "@tagwright/formats"
import type { Clock } from "../../clock.ts"
import type { AppendInput, Verdict } from "../model.ts"
import type { Store } from "../port.ts"
import { AT_ONCE, type Spool } from "./spool.ts"

/** A database that has not answered by then counts as away. Providers wait 3 seconds (MailerLite) and more for theirs. */
const PATIENCE_MS = 2_000
/** While the database is away it is asked this often whether it is back. */
const LOOK_AGAIN_MS = 500

export interface SpoolingStore extends Store {
  /** What arrives is kept here: the database is away, or something waits before it */
  readonly isSpooling: boolean
}

/**
 * A shared store whose arrivals survive its absence: while it is away, and until what came meanwhile has been forwarded,
 * events and messages go into the spool. Everything else is refused as it would be without. `isThere`: whether it is known not to be away.
 *
 * away ──a write fails, or has no answer in time──► spooling ──the spool is empty again──► direct
 */
export const spoolingStore = (shared: Store, spool: Spool, clock: Clock, isThere: boolean): SpoolingStore => {
  let direct = isThere && spool.depth === 0
  let closed = false
  let cancel = (): void => undefined
  let forwarding: Promise<void> | undefined

  /** While the last ones are forwarded, whoever arrives waits for that: queueing behind them, there would always be a last one. */
  let handover: Promise<unknown> | undefined

  const forwardSome = async (): Promise<number> => {
    const count = await spool.forward(shared)
    // In the same breath: whoever is kept from now on waits for the next look.
    direct = spool.depth === 0
    return count
  }
  const isSpooling = (): boolean => !direct && !closed
  const forwardAll = async (): Promise<void> => {
    // Nobody who arrives shall wait for a database that is still away.
    await shared.probe(clock.now())
    for (let count = 1; count > 0 && isSpooling(); ) {
      const some = forwardSome()
      handover = spool.depth <= AT_ONCE ? some.catch(() => undefined) : undefined
      count = await some
    }
    handover = undefined
    await spool.clear()
  }
  /** Whatever goes wrong: what was kept stays kept, and is looked at again. */
  const forward = (): Promise<void> =>
    forwardAll()
      .catch(() => undefined)
      .finally(() => {
        forwarding = handover = undefined
        schedule()
      })
  /** One at a time, and never put off by what arrives meanwhile. */
  const schedule = (): void => {
    cancel()
    if (direct || closed || forwarding !== undefined) return
    cancel = clock.after(LOOK_AGAIN_MS, () => void (forwarding = forward()))
  }
  const keep = async (kind: "append" | "webhook", body: Parameters<Spool["put"]>[1]): Promise<void> => {
    if (direct) {
      direct = false
      schedule()
    }
    await spool.put(kind, body)
  }
  /** What has no answer in time may be stored all the same; what is kept of it here then dies on its id. */
  const inTime = <T>(work: Promise<T>): Promise<T> =>
    new Promise((resolve, reject) => {
      const stop = clock.after(PATIENCE_MS, () => reject(new Fault("machine", "the database does not answer", "Look at PostgreSQL")))
      void work.then(resolve, reject).finally(stop)
    })
  const handedOver = async (): Promise<void> => {
    for (let last = handover; last !== undefined; last = handover) await last
  }
  /** Tries the database, unless something waits before it; falls back on the spool. */
  const either = async <T>(work: () => Promise<T>, kind: "append" | "webhook", body: Parameters<Spool["put"]>[1], kept: T): Promise<T> => {
    try {
      if (handover !== undefined) await inTime(handedOver())
      if (direct) return await inTime(work())
    } catch (error) {
      if (!(error instanceof Fault)) throw error
    }
    await keep(kind, body)
    return kept
  }
  schedule()
  return {
    ...shared,
    append: (batch: AppendInput) => either(() => shared.append(batch), "append", batch, batch.events.map((): Verdict => "accepted")),
    storeWebhook: (input) => either(() => shared.storeWebhook(input), "webhook", input, { fresh: true }),
    // Ready is who can keep what arrives, here or there; and whoever asks does not wait for a database that is silent.
    probe: async (now) => {
      if (!direct && !spool.full) return
      await inTime(shared.probe(now)).catch((error: unknown) => (spool.full ? Promise.reject(error) : undefined))
    },
    depth: () => inTime(shared.depth()),
    get isSpooling() {
      return !direct
    },
    get saturated() {
      return shared.saturated || (!direct && spool.full)
    },
    get broken() {
      return !direct && spool.full ? (shared.broken ?? "the spool is full") : undefined
    },
    close: async () => {
      closed = true
      cancel()
      await forwarding
      await shared.close()
      await spool.close()
    },
  }
}
