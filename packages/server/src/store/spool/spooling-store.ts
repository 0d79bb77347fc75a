import { Fault } from "@tagwright/formats"
import type { Clock } from "../../clock.ts"
import type { AppendInput, Verdict } from "../model.ts"
import type { Store } from "../port.ts"
import type { Spool } from "./spool.ts"

/** While the database is away it is asked this often whether it is back. */
const LOOK_AGAIN_MS = 500

/**
 * A shared store whose arrivals survive its absence: while it is away, and until what came meanwhile has been forwarded,
 * events and messages go into the spool. Everything else is refused as it would be without.
 *
 * away ──a write fails──► spooling ──the spool is empty again──► direct
 */
export const spoolingStore = (shared: Store, spool: Spool, clock: Clock): Store => {
  let direct = spool.depth === 0
  let closed = false
  let cancel = (): void => undefined
  let forwarding: Promise<void> = Promise.resolve()

  const forward = async (): Promise<void> => {
    try {
      if (await spool.forward(shared)) direct = true
    } catch (error) {
      if (!(error instanceof Fault)) throw error
    }
    schedule()
  }
  const schedule = (): void => {
    if (direct || closed) return
    cancel()
    cancel = clock.after(LOOK_AGAIN_MS, () => void (forwarding = forward()))
  }
  const keep = async (kind: "append" | "webhook", body: Parameters<Spool["put"]>[1]): Promise<void> => {
    direct = false
    await spool.put(kind, body)
    schedule()
  }
  /** Tries the database, unless something waits before it; falls back on the spool. */
  const either = async <T>(work: () => Promise<T>, kind: "append" | "webhook", body: Parameters<Spool["put"]>[1], kept: T): Promise<T> => {
    if (direct) {
      try {
        return await work()
      } catch (error) {
        if (!(error instanceof Fault)) throw error
      }
    }
    await keep(kind, body)
    return kept
  }
  schedule()
  return {
    ...shared,
    append: (batch: AppendInput) => either(() => shared.append(batch), "append", batch, batch.events.map((): Verdict => "accepted")),
    storeWebhook: (input) => either(() => shared.storeWebhook(input), "webhook", input, { fresh: true }),
    probe: (now) => shared.probe(now).catch((error: unknown) => (spool.full ? Promise.reject(error) : undefined)),
    get saturated() {
      return shared.saturated || spool.full
    },
    get broken() {
      return spool.full ? (shared.broken ?? "the spool is full") : undefined
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
