import { creditsOf, type Credit, type TouchPoint } from "./credit.ts"

/** Half the weight for every week that passes before the conversion. */
const HALF_LIFE_MS = 7 * 86_400_000
const ENDS_SHARE = 0.4

type Weights = (touches: readonly TouchPoint[], at: number) => number[]
const only = (touches: readonly TouchPoint[], chosen: number): number[] => touches.map((_, index) => (index === chosen ? 1 : 0))

const lastNonDirect: Weights = (touches) => {
  const found = touches.findLastIndex(({ channel }) => channel !== "Direct")
  return only(touches, found < 0 ? touches.length - 1 : found)
}
/** 40 % to the first and to the last, the rest between; with two touches half each. */
const position: Weights = (touches) => {
  const last = touches.length - 1
  if (last < 2) return touches.map(() => 1)
  return touches.map((_, index) => (index === 0 || index === last ? ENDS_SHARE : (1 - 2 * ENDS_SHARE) / (last - 1)))
}

/** Models that look at one journey alone. Touches in order of time. */
export const singleModels = {
  first: (touches) => only(touches, 0),
  last: (touches) => only(touches, touches.length - 1),
  "last-non-direct": lastNonDirect,
  linear: (touches) => touches.map(() => 1),
  position,
  "time-decay": (touches, at) => touches.map((touch) => 2 ** (-Math.max(0, at - touch.at) / HALF_LIFE_MS)),
} as const satisfies Record<string, Weights>
export type SingleModel = keyof typeof singleModels

export interface Conversion {
  touches: readonly TouchPoint[]
  /** Milliseconds since 1970 */
  at: number
  /** Minor units */
  minor: number
}

/** Touches that count: before the conversion, within the look-back window. Nobody seen at all: Direct. */
export const countingTouches = ({ touches, at }: Conversion, lookBackMs: number): TouchPoint[] => {
  const counting = touches.filter((touch) => touch.at <= at && touch.at >= at - lookBackMs).toSorted((a, b) => a.at - b.at)
  return counting.length > 0 ? counting : [{ channel: "Direct", at }]
}

export const attribute = (model: SingleModel, conversion: Conversion, lookBackMs: number): Credit[] => {
  const touches = countingTouches(conversion, lookBackMs)
  return creditsOf(touches, conversion.minor, singleModels[model](touches, conversion.at))
}

/** Shares learned from all journeys (Markov, Shapley), applied to one: a channel's share is split among its touches. */
export const attributeByShares = (shares: ReadonlyMap<string, number>, conversion: Conversion, lookBackMs: number): Credit[] => {
  const touches = countingTouches(conversion, lookBackMs)
  const times = (channel: string): number => touches.filter((touch) => touch.channel === channel).length
  return creditsOf(
    touches,
    conversion.minor,
    touches.map(({ channel }) => (shares.get(channel) ?? 0) / times(channel)),
  )
}

/**
 * What a refund takes from each channel: the purchase's credits before it, less those after it. Whatever the refunds and their
 * rounding, a purchase that is refunded in full leaves nothing anywhere.
 */
export const reversalOf = (creditsFor: (minor: number) => readonly Credit[], before: number, refunded: number): Credit[] => {
  const left = new Map(creditsFor(before).map(({ channel, minor }) => [channel, -minor]))
  for (const { channel, minor } of creditsFor(before - refunded)) left.set(channel, (left.get(channel) ?? 0) + minor)
  return [...left].flatMap(([channel, minor]) => (minor === 0 ? [] : [{ channel, minor }]))
}
