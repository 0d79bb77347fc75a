import type { AttributionComparison } from "@tagwright/formats"
import { clustersOf } from "../identity/clusters.ts"
import { kpiScope, type Facts } from "../kpi/facts.ts"
import { readEvent } from "../store/sqlite/events.ts"
import { CHANNEL_RULES_VERSION } from "./channels.ts"
import type { TouchPoint } from "./credit.ts"
import { LOOK_BACK_DAYS } from "./look-back.ts"
import { markovShares, type Journey } from "./markov.ts"
import { attribute, attributeByShares, countingTouches, singleModels, type SingleModel } from "./models.ts"
import type { SessionKind } from "./sessions.ts"
import { shapleyValues } from "./shapley.ts"
import { creditedSince, transactionsOf, type Credited, type Transaction } from "./transactions.ts"
import { lostWays, touchPointsByLead } from "./ways.ts"

const DAY_MS = 86_400_000
const MINUTE_MS = 60_000
const LOOK_BACK_MS = LOOK_BACK_DAYS * DAY_MS

const learnedModels = { markov: markovShares, shapley: shapleyValues } as const satisfies Record<string, (journeys: readonly Journey[]) => ReadonlyMap<string, number>>
type LearnedModel = keyof typeof learnedModels
export type Model = SingleModel | LearnedModel
const allModels = { ...singleModels, ...learnedModels }
export const isModel = (name: string): name is Model => Object.hasOwn(allModels, name)
export const modelNames: readonly Model[] = Object.keys(allModels).filter(isModel)
const isLearned = (model: Model): model is LearnedModel => Object.hasOwn(learnedModels, model)

export interface SessionOptions {
  sessions: SessionKind
  /** IANA name of the site's time zone, for sessions that end at midnight */
  timeZone: string
}
export interface ReportOptions extends SessionOptions {
  model: Model
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
  credits: ChannelSum[]
}
interface ChannelSum {
  currency: string
  channel: string
  minor: number
}

/** Money that came in, and the visits before it. */
interface Sold {
  since: number
  transactions: Transaction[]
  touchPoints: ReadonlyMap<string, TouchPoint[]>
}
const readSold = async ({ reader, runtime, scope }: Facts, { sessions, timeZone }: SessionOptions): Promise<Sold> => {
  // A refund of these days may belong to a purchase before them, and that to visits before it.
  const purchasesFrom = scope.from - LOOK_BACK_MS
  const rows = await reader.rows("SELECT * FROM event WHERE amount IS NOT NULL AND reversed_at IS NULL AND at >= ? AND test_mode = ? ORDER BY at, seq", purchasesFrom, scope.test)
  const transactions = transactionsOf(runtime, rows.map(readEvent))
  const leads = new Set(transactions.flatMap(({ purchase, refunds }) => (purchase ?? refunds[0])?.leadId ?? []))
  const rules = { kind: sessions, idleMs: runtime.plan.attribution.sessionMinutes * MINUTE_MS, timeZone }
  return { since: scope.from, transactions, touchPoints: await touchPointsByLead({ reader, runtime, rules, since: purchasesFrom - LOOK_BACK_MS }, [...leads]) }
}

/** Ways that ended in a purchase, and ways of everybody else. */
const journeysOf = async ({ reader, scope }: Facts, { transactions, touchPoints }: Sold): Promise<Journey[]> => {
  const purchases = transactions.flatMap(({ purchase }) => (purchase?.leadId === undefined ? [] : [{ at: purchase.at, leadId: purchase.leadId, minor: 0 }]))
  const converted = purchases.map(({ leadId, at, minor }): Journey => ({ converted: true, channels: countingTouches({ touches: touchPoints.get(leadId) ?? [], at, minor }, LOOK_BACK_MS).map(({ channel }) => channel) }))
  const buyers = await clustersOf(reader, [...new Set(purchases.map(({ leadId }) => leadId))])
  return [...converted, ...(await lostWays(reader, scope.now - LOOK_BACK_MS, new Set([...buyers.values()].flat())))]
}

const creditedBy = (model: Model, { since, transactions, touchPoints }: Sold, journeys: readonly Journey[]): Credited[] => {
  const shares = isLearned(model) ? learnedModels[model](journeys) : undefined
  return creditedSince(since, transactions, ({ leadId, at }, minor) => {
    const conversion = { touches: touchPoints.get(leadId ?? "") ?? [], at, minor }
    return isLearned(model) ? attributeByShares(shares ?? new Map(), conversion, LOOK_BACK_MS) : attribute(model, conversion, LOOK_BACK_MS)
  })
}

const sumsOf = (credited: readonly Credited[]): ChannelSum[] => {
  const sums = new Map<string, ChannelSum>()
  for (const { event, credits } of credited)
    for (const { channel, minor } of credits) {
      const currency = event.amount?.currency ?? ""
      const key = `${currency} ${channel}`
      sums.set(key, { currency, channel, minor: (sums.get(key)?.minor ?? 0) + minor })
    }
  return [...sums.values()]
}

/** Which channels the money of the last days came through, by every name the person has. */
export const attributionReport = async (facts: Facts, options: ReportOptions): Promise<AttributionReport> => {
  const sold = await readSold(facts, options)
  const credited = creditedBy(options.model, sold, isLearned(options.model) ? await journeysOf(facts, sold) : [])
  const attributed = credited.filter(({ credits }) => credits.some(({ channel }) => channel !== "Direct")).length
  return { model: options.model, sessions: options.sessions, lookBackDays: LOOK_BACK_DAYS, channelRules: CHANNEL_RULES_VERSION, conversions: credited.length, attributed, credits: sumsOf(credited) }
}

/** What the dashboard sorts the channels by */
const USUAL = modelNames.indexOf("last-non-direct")

/** The same sales under every model, side by side. */
export const compareModels = async (facts: Facts): Promise<AttributionComparison> => {
  const sold = await readSold(facts, { sessions: "ga4", timeZone: "UTC" })
  const journeys = await journeysOf(facts, sold)
  const rows = new Map<string, AttributionComparison["rows"][number]>()
  const credited = modelNames.map((model) => creditedBy(model, sold, journeys))
  for (const [index, list] of credited.entries())
    for (const { channel, currency, minor } of sumsOf(list)) {
      const row = rows.get(`${currency} ${channel}`) ?? { channel, currency, minor: modelNames.map(() => 0) }
      row.minor[index] = minor
      rows.set(`${currency} ${channel}`, row)
    }
  const sorted = [...rows.values()].toSorted((a, b) => a.currency.localeCompare(b.currency) || (b.minor[USUAL] ?? 0) - (a.minor[USUAL] ?? 0) || a.channel.localeCompare(b.channel))
  return { version: 1, ...kpiScope(facts), models: [...modelNames], rows: sorted, conversions: credited[0]?.length ?? 0 }
}
