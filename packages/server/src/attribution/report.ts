import type { ServerContext } from "../context.ts"
import { CHANNEL_RULES_VERSION, channelOf, trafficOf } from "./channels.ts"
import { attribute, type SingleModel } from "./models.ts"

const DAY_MS = 86_400_000
/** GA4's own window for conversions other than acquisition. */
export const LOOK_BACK_DAYS = 90

export interface AttributionReport {
  model: SingleModel
  lookBackDays: number
  channelRules: string
  conversions: number
  /** Share of conversions that some campaign or site can be credited for: not Direct alone (K3) */
  attributed: number
  /** Minor units per currency and channel; refunds are taken off where their purchase was credited */
  credits: { currency: string; channel: string; minor: number }[]
}

/** Which channels the money of the last days came through, by every name the person has. */
export const attributionReport = async ({ store, runtime, clock }: ServerContext, model: SingleModel, days: number): Promise<AttributionReport> => {
  const sums = new Map<string, { currency: string; channel: string; minor: number }>()
  // P5: data of the other kind is in no figure.
  const conversions = (await store.conversions(clock.now() - days * DAY_MS)).filter(({ testMode }) => testMode === runtime.environment.testMode)
  let attributed = 0
  for (const event of conversions) {
    if (event.amount === undefined) continue
    const { currency, minor } = event.amount
    const isRefund = runtime.events.get(event.name)?.plan.from?.when === "refunded"
    const touches = event.leadId === undefined ? [] : (await store.touchesOf(event.leadId)).map((touch) => ({ channel: channelOf(trafficOf(touch)), at: touch.at }))
    const credits = attribute(model, { touches, at: event.at, minor: isRefund ? -minor : minor }, LOOK_BACK_DAYS * DAY_MS)
    if (credits.some(({ channel }) => channel !== "Direct")) attributed += 1
    for (const credit of credits) {
      const key = `${currency} ${credit.channel}`
      sums.set(key, { currency, channel: credit.channel, minor: (sums.get(key)?.minor ?? 0) + credit.minor })
    }
  }
  return { model, lookBackDays: LOOK_BACK_DAYS, channelRules: CHANNEL_RULES_VERSION, conversions: conversions.length, attributed, credits: [...sums.values()] }
}
