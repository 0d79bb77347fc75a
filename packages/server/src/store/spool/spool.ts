import { randomUUID } from "node:crypto"
import { Fault } from "@tagwright/formats"
import type { AppendInput, DueWebhook, WebhookInput } from "../model.ts"
import type { Store } from "../port.ts"

/** More than this many calls in the spool and senders get 503: a disk is no place to wait for a database for days. */
export const MOST_SPOOLED = 200_000
/** Calls forwarded between two looks at the spool. */
const AT_ONCE = 100
const LEASE_MS = 60_000
const SOURCE = "$spool"

type Kind = "append" | "webhook"

/**
 * What an ingest node keeps while the shared database is away: every call as it came, sealed, in the inbox of an embedded
 * store, durable before the sender gets its 2xx. Forwarded in the order in which it came; a repeat dies on its own id.
 */
export interface Spool {
  /** Calls that wait to be forwarded */
  readonly depth: number
  readonly full: boolean
  put(kind: Kind, body: AppendInput | WebhookInput): Promise<void>
  /** Forwards what it can. Answers whether nothing is left. Rejects when the database is still away. */
  forward(to: Pick<Store, "append" | "storeWebhook">): Promise<boolean>
  close(): Promise<void>
}

/** `local`: an embedded store that nobody else uses. */
export const openSpool = async (local: Store, now: () => number): Promise<Spool> => {
  let depth = (await local.stats()).webhooks.filter(({ source, state }) => source === SOURCE && state === "received").reduce((sum, { count }) => sum + count, 0)
  const deliver = async (to: Pick<Store, "append" | "storeWebhook">, message: DueWebhook): Promise<void> => {
    if (message.headers["kind"] === "append") {
      const batch: AppendInput = JSON.parse(message.body)
      await to.append(batch)
    } else {
      const { body, ...rest }: Omit<WebhookInput, "body"> & { body: string } = JSON.parse(message.body)
      await to.storeWebhook({ ...rest, body: Buffer.from(body, "base64") })
    }
  }
  const forwardSome = async (to: Pick<Store, "append" | "storeWebhook">): Promise<number> => {
    const { due } = await local.takeWebhooks({ now: now(), leaseUntil: now() + LEASE_MS, limit: AT_ONCE })
    for (const [index, message] of due.entries()) {
      try {
        await deliver(to, message)
      } catch (error) {
        if (error instanceof Fault) {
          // Still away: this one and those behind it are due again at once, in their order.
          for (const one of due.slice(index)) await local.settleWebhook({ ...settled(one, now()), state: "received", dueAt: one.receivedAt })
          throw error
        }
        // It cannot be stored as it is and never could: kept apart with the reason, out of the way of the others.
        await to.append({ events: [], quarantined: [{ id: randomUUID(), source: SOURCE, receivedAt: message.receivedAt, reason: "cannot_be_stored", body: message.body }] })
      }
      await local.settleWebhook({ ...settled(message, now()), state: "processed" })
      depth -= 1
    }
    return due.length
  }
  return {
    get depth() {
      return depth
    },
    get full() {
      return depth >= MOST_SPOOLED || local.saturated || local.broken !== undefined
    },
    put: async (kind, body) => {
      const text = JSON.stringify("body" in body ? { ...body, body: Buffer.from(body.body).toString("base64") } : body)
      // Counted before it is durable: whoever comes next must queue behind it.
      depth += 1
      try {
        await local.storeWebhook({ source: SOURCE, key: randomUUID(), receivedAt: now(), headers: { kind }, body: Buffer.from(text), state: "received" })
      } catch (error) {
        depth -= 1
        throw error
      }
    },
    forward: async (to) => {
      while ((await forwardSome(to)) > 0);
      // What was forwarded is the database's now; nothing of it stays here.
      while ((await local.applyRetention({ now: now(), eventsBefore: 0, personalBefore: 0, webhooksBefore: Number.MAX_SAFE_INTEGER, quarantineBefore: 0, consentBefore: 0 })) > 0);
      return depth === 0
    },
    close: () => local.close(),
  }
}

const settled = (message: DueWebhook, dueAt: number) => ({ seq: message.seq, source: SOURCE, dueAt, events: [], edges: [], reversed: [] })
