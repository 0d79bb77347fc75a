import type { ServerContext } from "../context.ts"
import type { StoredEvent } from "../store/model.ts"
import { CHANNEL_RULES_VERSION, channelOf, trafficOf } from "./channels.ts"
import type { Credit, TouchPoint } from "./credit.ts"
import { markovShares, type Journey } from "./markov.ts"
import { attribute, attributeByShares, reversalOf, singleModels, type SingleModel } from "./models.ts"
import type { SessionKind, SessionRules } from "./sessions.ts"
import { shapleyValues } from "./shapley.ts"
import { touchPointsOf, viewsOf } from "./touch-points.ts"

const DAY_MS = 86_400_000
const MINUTE_MS = 60_000
/** GA4's own window for conversions other than acquisition. */
export const LOOK_BACK_DAYS = 90
/** Events of one person that are read for its sessions */
const MOST_EVENTS = 5_000

const learnedModels = { markov: markovShares, shapley: shapleyValues } as const satisfies Record<string, (journeys: readonly Journey[]) => ReadonlyMap<string, number>>
type LearnedModel = keyof typeof learnedModels
export type Model = SingleModel | LearnedModel
export const modelNames: readonly string[] = [...Object.keys(singleModels), ...Object.keys(learnedModels)]
export const isModel = (name: string): name is Model => modelNames.includes(name)
const isLearned = (model: Model): model is LearnedModel => model in learnedModels

export interface ReportOptions {
  model: Model
  days: number
  sessions: SessionKind
  /** IANA name of the site's time zone, for sessions that end at midnight */
  timeZone: string
}

export interface AttributionReport {
  model: Model
  sessions: SessionKind
  lookBackDays: number
  /** The rules in force now; each visit is classified by the rules of its day */
  channelRules: string
  conversions: number
  /** Conversions that some campaign or site can be credited for: not Direct alone (K3) */
  attributed: number
  /** Minor units per currency and channel; refunds are taken off where their purchase was credited */
  credits: { currency: string; channel: string; minor: number }[]
}

/** A purchase with its refunds so far; a refund whose purchase is not known stands alone. */
interface Transaction {
  purchase: StoredEvent | undefined
  refunds: StoredEvent[]
}

/** Which channels the money of the last days came through, by every name the person has. */
export const attributionReport = async (context: ServerContext, options: ReportOptions): Promise<AttributionReport> => {
  const { store, clock } = context
  const since = clock.now() - options.days * DAY_MS
  // A refund of these days may belong to a purchase before them.
  // P5: data of the other kind is in no figure.
  const events = (await store.conversions(since - LOOK_BACK_DAYS * DAY_MS)).filter(({ testMode }) => testMode === context.runtime.environment.testMode)
  const touchPoints = reader(context, options)
  const transactions = transactionsOf(context, events)
  const split = await splitterOf(context, options, transactions, touchPoints)
  const sums = new Map<string, { currency: string; channel: string; minor: number }>()
  let [conversions, attributed] = [0, 0]
  for (const { event, credits } of await creditedEvents(transactions, since, touchPoints, split)) {
    conversions += 1
    if (credits.some(({ channel }) => channel !== "Direct")) attributed += 1
    for (const { channel, minor } of credits) {
      const currency = event.amount?.currency ?? ""
      const key = `${currency} ${channel}`
      sums.set(key, { currency, channel, minor: (sums.get(key)?.minor ?? 0) + minor })
    }
  }
  return { model: options.model, sessions: options.sessions, lookBackDays: LOOK_BACK_DAYS, channelRules: CHANNEL_RULES_VERSION, conversions, attributed, credits: [...sums.values()] }
}

type TouchPoints = (leadId: string | undefined) => Promise<readonly TouchPoint[]>
const reader = ({ store, runtime }: ServerContext, { sessions, timeZone }: ReportOptions): TouchPoints => {
  const rules: SessionRules = { kind: sessions, idleMs: runtime.plan.attribution.sessionMinutes * MINUTE_MS, timeZone }
  const known = new Map<string, Promise<readonly TouchPoint[]>>()
  const read = async (leadId: string): Promise<readonly TouchPoint[]> => {
    const leads = (await store.cluster(`lead:${leadId}`)).flatMap((name) => (name.startsWith("lead:") ? [name.slice("lead:".length)] : []))
    const events = (await Promise.all(leads.map((lead) => store.events({ since: 0, limit: MOST_EVENTS, leadId: lead })))).flat()
    return touchPointsOf(viewsOf(await store.touchesOf(leadId), events, (name) => runtime.events.get(name)?.plan.keyEvent === true), rules)
  }
  return (leadId) => {
    if (leadId === undefined) return Promise.resolve([])
    const found = known.get(leadId) ?? read(leadId)
    known.set(leadId, found)
    return found
  }
}

const transactionsOf = ({ runtime }: ServerContext, events: readonly StoredEvent[]): Transaction[] => {
  const whenOf = (event: StoredEvent) => runtime.events.get(event.name)?.plan.from?.when
  const nameOf = (event: StoredEvent): string => `${event.amount?.currency} ${String(event.params["transaction_id"] ?? event.id)}`
  const transactions = new Map<string, Transaction>()
  const of = (event: StoredEvent): Transaction => {
    const found = transactions.get(nameOf(event)) ?? { purchase: undefined, refunds: [] }
    transactions.set(nameOf(event), found)
    return found
  }
  for (const event of events) {
    // A payment that failed names a sum too, and is no money.
    if (whenOf(event) === "refunded") of(event).refunds.push(event)
    else if (whenOf(event) === "paid") of(event).purchase ??= event
  }
  return [...transactions.values()]
}

type Splitter = (touches: readonly TouchPoint[], at: number, minor: number) => Credit[]
const splitterOf = async (context: ServerContext, { model }: ReportOptions, transactions: readonly Transaction[], touchPoints: TouchPoints): Promise<Splitter> => {
  const lookBackMs = LOOK_BACK_DAYS * DAY_MS
  if (!isLearned(model)) return (touches, at, minor) => attribute(model, { touches, at, minor }, lookBackMs)
  const shares = learnedModels[model](await journeysOf(context, transactions, touchPoints))
  return (touches, at, minor) => attributeByShares(shares, { touches, at, minor }, lookBackMs)
}

/** Ways that ended in a purchase, and ways of everybody else. */
const journeysOf = async ({ store, clock }: ServerContext, transactions: readonly Transaction[], touchPoints: TouchPoints): Promise<Journey[]> => {
  const purchases = transactions.flatMap(({ purchase }) => (purchase?.leadId === undefined ? [] : [purchase]))
  const converted = await Promise.all(
    purchases.map(async ({ leadId, at }): Promise<Journey> => ({ converted: true, channels: (await touchPoints(leadId)).filter((touch) => touch.at <= at).map(({ channel }) => channel) })),
  )
  const buyers = new Set((await Promise.all(purchases.map(({ leadId }) => store.cluster(`lead:${leadId}`)))).flat())
  const others = (await store.journeys(clock.now() - LOOK_BACK_DAYS * DAY_MS)).filter(({ leadId }) => !buyers.has(`lead:${leadId}`))
  return [...converted, ...others.map(({ touches }): Journey => ({ converted: false, channels: touches.map((touch) => channelOf(trafficOf(touch), touch.at)) }))]
}

const creditedEvents = async (transactions: readonly Transaction[], since: number, touchPoints: TouchPoints, split: Splitter): Promise<{ event: StoredEvent; credits: Credit[] }[]> => {
  const credited: { event: StoredEvent; credits: Credit[] }[] = []
  for (const { purchase, refunds } of transactions) {
    const origin = purchase ?? refunds[0]
    if (origin === undefined) continue
    const touches = await touchPoints(origin.leadId)
    const creditsFor = (minor: number): Credit[] => split(touches, origin.at, minor)
    let left = purchase?.amount?.minor ?? 0
    if (purchase !== undefined && purchase.at >= since) credited.push({ event: purchase, credits: creditsFor(left) })
    for (const refund of refunds) {
      const refunded = refund.amount?.minor ?? 0
      if (refund.at >= since) credited.push({ event: refund, credits: reversalOf(creditsFor, left, refunded) })
      left -= refunded
    }
  }
  return credited
}
