import type { ServerContext } from "../context.ts"
import { leadName } from "../identity/names.ts"
import type { DueWebhook, WebhookSettlement } from "../store/model.ts"
import { convert, type KnownPerson } from "./convert.ts"
import type { Occasion, Reading } from "./occasion.ts"
import { splitSecrets } from "./providers.ts"

/**
 * Messages come in any order: a refund may overtake its purchase, an invoice its checkout. One that names nobody we know waits this long, in turn
 * (and is looked at at once when another message makes somebody known); then it counts without a person.
 */
const WAITS_FOR_PERSON_MS = [1_000, 10_000, 60_000, 600_000]
/** A provider that has to be asked (Mollie) may be down: asked again after these waits, then the message is a dead letter. */
const WAITS_FOR_PEER_MS = [5_000, 60_000, 600_000, 3_600_000, 6 * 3_600_000]
const AT_ONCE = 100
/** How long another process waits for messages of one that died. Whoever takes longer reads in vain: a message is settled once. */
const LEASE_MS = 2 * 60_000
const AFTER_TROUBLE_MS = 1_000
const ID = /^[A-Za-z0-9._:-]{1,100}$/

export interface Processor {
  wake(): void
  stop(): Promise<void>
}

/** Reads stored messages, oldest first, one at a time: their effects build on each other. */
export const startProcessor = (context: ServerContext): Processor => {
  const { clock, store } = context
  let running: Promise<void> | undefined
  let again = false
  let stopped = false
  let cancelTimer = (): void => undefined
  const hasWork = (): boolean => again && !stopped
  const run = async (): Promise<void> => {
    while (hasWork()) {
      again = false
      const { due, nextDueAt } = await store.takeWebhooks({ now: clock.now(), leaseUntil: clock.now() + LEASE_MS, limit: AT_ONCE })
      for (const message of due) await process(context, message)
      cancelTimer()
      if (due.length > 0) again = true
      else if (nextDueAt !== undefined && !stopped) cancelTimer = clock.after(nextDueAt - clock.now(), wake)
    }
  }
  const wake = (): void => {
    again = true
    if (stopped || running !== undefined) return
    running = run()
      .catch((error: unknown) => {
        context.log.error({ error: String(error) }, "cannot read stored webhooks")
        if (!stopped) cancelTimer = clock.after(AFTER_TROUBLE_MS, wake)
      })
      .finally(() => {
        running = undefined
        if (again && !stopped) wake()
      })
  }
  wake()
  return {
    wake,
    stop: async () => {
      stopped = true
      cancelTimer()
      await running
    },
  }
}

const process = async (context: ServerContext, message: DueWebhook): Promise<void> => {
  const now = context.clock.now()
  const settlement = await settlementOf(context, message, now)
  const outcomes = await context.store.settleWebhook(settlement)
  context.metrics.webhook(message.source, settlement.reason ?? settlement.state)
  context.signals.stored(settlement.events, outcomes)
  if (settlement.reversed.length === 0 && outcomes.some((outcome) => outcome !== "duplicate")) context.log.info({ webhook: message.source, events: outcomes.length }, "webhook recorded")
}

const settlementOf = async (context: ServerContext, message: DueWebhook, now: number): Promise<WebhookSettlement> => {
  const base: Base = { seq: message.seq, source: message.source, dueAt: now, events: [], edges: [], reversed: [] }
  const known = context.webhooks.get(message.source)
  if (known === undefined) return { ...base, state: "dead", reason: "webhook_not_in_plan" }
  const world = { fetch, secrets: splitSecrets(context.secrets(known.webhook.secret)) }
  const reading = await Promise.resolve(known.provider.read(message.body, message.headers, world)).catch(() => undefined)
  if (reading !== undefined) return meaning(context, message, reading, base, now)
  const wait = WAITS_FOR_PEER_MS[message.attempt]
  return wait === undefined ? { ...base, state: "dead", reason: "provider_unreachable" } : { ...base, state: "received", dueAt: now + wait, reason: "provider_unreachable" }
}

type Base = Pick<WebhookSettlement, "seq" | "source" | "dueAt" | "events" | "edges" | "reversed">
const meaning = (context: ServerContext, message: DueWebhook, reading: Reading, base: Base, now: number): Promise<WebhookSettlement> | WebhookSettlement => {
  switch (reading.kind) {
    case "ignored":
      return { ...base, state: "ignored", reason: reading.reason }
    case "unreadable":
      return { ...base, state: "dead", reason: reading.reason }
    case "names":
      return { ...base, state: "processed", edges: reading.names.slice(1).map((name): [string, string] => [reading.names[0] ?? name, name]) }
    case "reversal":
      return { ...base, state: "processed", reversed: reversedKeys(context, message.source, reading.keys) }
    case "occasions":
      return happened(context, message, reading.occasions, { ...base, reversed: reversedKeys(context, message.source, reading.reversed ?? []) }, now)
  }
}

const reversedKeys = (context: ServerContext, source: string, keys: string[]): string[] => context.runtime.eventsFrom(source, "refunded").flatMap((event) => keys.map((key) => `${event.name}:${key}`))

/** Of a sum so far, the part that is not recorded yet; undefined: all of it is. */
const differenceOf = async (context: ServerContext, source: string, occasion: Occasion): Promise<Occasion | undefined> => {
  const { soFar, amount } = occasion
  if (soFar === undefined || amount === undefined) return occasion
  const prefixes = context.runtime.eventsFrom(source, occasion.when).map((event) => `${event.name}:${soFar}`)
  const keys = (await Promise.all(prefixes.map((prefix) => context.store.conversionKeys(prefix).then((found) => found.map((key) => Number(key.slice(prefix.length))))))).flat()
  const before = Math.max(0, ...keys.filter(Number.isSafeInteger))
  return amount.minor <= before ? undefined : { ...occasion, amount: { ...amount, minor: amount.minor - before } }
}

/** The lead that one of these names stands for, or any name that was seen together with it. */
const leadBehind = async ({ store }: ServerContext, aliases: readonly string[]): Promise<string | undefined> =>
  (await store.leadOf(aliases)) ?? store.leadOf((await Promise.all(aliases.map((alias) => store.cluster(alias)))).flat())

/** The name under which the transaction of a refund was recorded. */
const transactionOf = async ({ store }: ServerContext, { transactionId, transactionAlso }: Occasion): Promise<string | undefined> => {
  if (transactionAlso === undefined) return transactionId
  const { name, prefix } = transactionAlso
  const other = (await store.edgesOf([name])).flatMap(({ a, b }) => [a, b]).find((one) => one.startsWith(prefix))
  return other?.slice(prefix.length) ?? transactionId
}

const personOf = async (context: ServerContext, occasion: Occasion): Promise<KnownPerson | undefined> => {
  const named = occasion.leadId !== undefined && ID.test(occasion.leadId) ? occasion.leadId : undefined
  const leadId = named ?? (await leadBehind(context, occasion.aliases))
  return leadId === undefined ? undefined : { leadId, person: await context.store.person(leadId) }
}

const happened = async (context: ServerContext, message: DueWebhook, occasions: Occasion[], base: Base, now: number): Promise<WebhookSettlement> => {
  const { runtime } = context
  const settlement: WebhookSettlement = { ...base, state: "processed" }
  const wait = WAITS_FOR_PERSON_MS[message.attempt]
  for (const reported of occasions) {
    // Gate T6: play money in production's figures, or the reverse, would poison them.
    if (reported.test !== undefined && reported.test !== runtime.environment.testMode) return { ...base, reversed: [], state: "dead", reason: reported.test ? "test_money_in_production" : "real_money_in_test" }
    const occasion = await differenceOf(context, message.source, reported)
    if (occasion === undefined) continue
    const known = await personOf(context, occasion)
    if (known === undefined && occasion.aliases.length > 0 && (occasion.when !== "paid" || occasion.personFollows === true) && wait !== undefined)
      return { ...base, state: "received", dueAt: now + wait, reason: "waits_for_person" }
    if (known !== undefined) {
      settlement.leadId = known.leadId
      settlement.edges.push(...occasion.aliases.map((alias): [string, string] => [alias, leadName(known.leadId)]))
    }
    const events = runtime.eventsFrom(message.source, occasion.when)
    if (events.length === 0) {
      settlement.reason = "not_in_plan"
      if (settlement.events.length === 0) settlement.state = "ignored"
      continue
    }
    settlement.state = "processed"
    for (const event of events) {
      const converted = convert(runtime, message.source, event, { ...occasion, transactionId: await transactionOf(context, occasion) }, known, now)
      // Kept, with the reason: once the plan is mended the message can be read again.
      if (!converted.ok) return { ...base, state: "dead", reason: `plan:${converted.reason}` }
      settlement.events.push(converted.event)
    }
  }
  return settlement
}
