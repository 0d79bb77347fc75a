import { randomUUID } from "node:crypto"
import { mkdirSync, rmSync } from "node:fs"
import { join } from "node:path"
import { Fault } from "@tagwright/formats"
import type { AppendInput, DueWebhook, WebhookInput } from "../model.ts"
import type { Store } from "../port.ts"
import { openReserve } from "./reserve.ts"

/** More than this many calls in the spool and senders get 503: a disk is no place to wait for a database for days. */
export const MOST_SPOOLED = 200_000
/** Calls forwarded together: as many commits in one as the database would have made of them. */
export const AT_ONCE = 250
/** One process forwards, one batch at a time: nobody else waits for these leases. */
const LEASE_MS = 5_000
const SOURCE = "$spool"

type Kind = "append" | "webhook"
type Target = Pick<Store, "append" | "storeWebhook">

/**
 * What an ingest node keeps while the shared database is away: every call as it came, sealed, in the inbox of an embedded
 * store, durable before the sender gets its 2xx. Forwarded in the order in which it came; a repeat dies on its own id.
 */
export interface Spool {
  /** Calls that wait to be forwarded */
  readonly depth: number
  readonly full: boolean
  put(kind: Kind, body: AppendInput | WebhookInput): Promise<void>
  /** Forwards the oldest, `AT_ONCE` at most; answers how many there were. Rejects when the database is still away. */
  forward(to: Target): Promise<number>
  /** Deletes what was forwarded: it is the database's now, and nothing of it stays here. */
  clear(): Promise<void>
  close(): Promise<void>
}

/** `folder`: nobody else uses it. `open`: an embedded store in it. */
export const openSpool = async (folder: string, open: () => Promise<Store>, now: () => number): Promise<Spool> => {
  mkdirSync(folder, { recursive: true })
  const reserve = openReserve(join(folder, "reserve"))
  let local = await open()
  let depth = (await local.stats()).webhooks.filter(({ source, state }) => source === SOURCE && state === "received").reduce((sum, { count }) => sum + count, 0)
  const deliver = async (to: Target, message: DueWebhook): Promise<void> => {
    if (message.headers["kind"] === "append") {
      const batch: AppendInput = JSON.parse(message.body)
      await to.append(batch)
    } else {
      const { body, ...rest }: Omit<WebhookInput, "body"> & { body: string } = JSON.parse(message.body)
      await to.storeWebhook({ ...rest, body: Buffer.from(body, "base64") })
    }
  }
  /** Still away: these are due again at once, in their order. */
  const putBack = (messages: readonly DueWebhook[]): Promise<unknown> => Promise.all(messages.map((one) => local.settleWebhook({ ...settled(one, now()), state: "received", dueAt: one.receivedAt })))
  /** It cannot be stored as it is and never could: kept apart with the reason, out of the way of the others. */
  const setAside = (to: Target, { receivedAt, body }: DueWebhook): Promise<unknown> =>
    to.append({ events: [], quarantined: [{ id: randomUUID(), source: SOURCE, receivedAt, reason: "cannot_be_stored", body }] })
  const done = async (messages: readonly DueWebhook[]): Promise<void> => {
    await Promise.all(messages.map((message) => local.settleWebhook({ ...settled(message, now()), state: "processed" })))
    depth -= messages.length
  }
  const forwardSome = async (to: Target): Promise<number> => {
    const { due } = await local.takeWebhooks({ now: now(), leaseUntil: now() + LEASE_MS, limit: AT_ONCE })
    // Asked for in their order, which is the order in which the database writes them.
    const answers = await Promise.allSettled(due.map((message) => deliver(to, message)))
    const away = answers.find(isAbsence)
    const stored = due.filter((_, index) => answers[index]?.status === "fulfilled")
    const refused = due.filter((_, index) => isRefusal(answers[index]))
    await done(stored)
    if (away !== undefined) {
      await putBack(due.filter((message) => !stored.includes(message)))
      throw away.reason
    }
    for (const message of refused) {
      await setAside(to, message)
      await done([message])
    }
    return due.length
  }
  const forward = (to: Target): Promise<number> =>
    forwardSome(to).catch((error: unknown) => {
      // The disk may be full of what waits here.
      if (local.broken !== undefined) reserve.spend()
      throw error
    })
  /** Empty files do not shrink: after a full disk the empty ones give way to new ones. */
  const startAfresh = async (): Promise<void> => {
    await local.close()
    rmSync(folder, { recursive: true })
    mkdirSync(folder)
    local = await open()
    reserve.hold()
  }
  return {
    get depth() {
      return depth
    },
    get full() {
      return depth >= MOST_SPOOLED || local.saturated || local.broken !== undefined || !reserve.held
    },
    put: async (kind, body) => {
      const text = JSON.stringify("body" in body ? { ...body, body: Buffer.from(body.body).toString("base64") } : body)
      if (!reserve.held) throw new Fault("machine", "the spool's disk is full", "Free some space; nothing that was acknowledged is lost")
      // Counted before it is durable: whoever comes next must queue behind it.
      depth += 1
      try {
        await local.storeWebhook({ source: SOURCE, key: randomUUID(), receivedAt: now(), headers: { kind }, body: Buffer.from(text), state: "received" })
      } catch (error) {
        depth -= 1
        throw error
      }
    },
    forward,
    clear: async () => {
      while ((await local.applyRetention({ now: now(), eventsBefore: 0, personalBefore: 0, webhooksBefore: Number.MAX_SAFE_INTEGER, quarantineBefore: 0, consentBefore: 0 })) > 0);
      if (!reserve.held && depth === 0) await startAfresh()
    },
    close: () => local.close(),
  }
}

const isAbsence = (answer: PromiseSettledResult<void>): answer is PromiseRejectedResult => answer.status === "rejected" && answer.reason instanceof Fault
const isRefusal = (answer: PromiseSettledResult<void> | undefined): boolean => answer?.status === "rejected" && !(answer.reason instanceof Fault)
const settled = (message: DueWebhook, dueAt: number) => ({ seq: message.seq, source: SOURCE, dueAt, events: [], edges: [], reversed: [] })
