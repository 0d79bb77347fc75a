import type { Outcome } from "../delivery/outcome.ts"

/** What a vendor said to a request that held many. */
export type BatchAnswer =
  /** One outcome for all of them */
  | { all: Outcome; /** Those it named as the reason, by index: their own reason */ culprits?: ReadonlyMap<number, string> }
  /** One outcome each, in order */
  | { each: readonly Outcome[] }

const isRefusal = (outcome: Outcome): boolean => outcome.kind === "dead" && outcome.reasonClass === "data"

/**
 * Vendors that fail a whole request because of one event (Data Manager, Meta): the culprits are taken out, by the vendor's
 * own word or by halving until each stands alone, and the others go. Answers one outcome per item, in order.
 */
export const sendSplitting = async <T>(items: readonly T[], send: (items: readonly T[]) => Promise<BatchAnswer>): Promise<readonly Outcome[]> => {
  if (items.length === 0) return []
  const answer = await send(items)
  if ("each" in answer) return answer.each
  const { all, culprits = new Map<number, string>() } = answer
  if (!isRefusal(all) || items.length === 1) return items.map(() => all)
  if (culprits.size > 0) return withoutCulprits(items, send, all, culprits)
  const half = Math.ceil(items.length / 2)
  return [...(await sendSplitting(items.slice(0, half), send)), ...(await sendSplitting(items.slice(half), send))]
}

const withoutCulprits = async <T>(items: readonly T[], send: (items: readonly T[]) => Promise<BatchAnswer>, all: Outcome, culprits: ReadonlyMap<number, string>): Promise<readonly Outcome[]> => {
  const others = await sendSplitting(
    items.filter((_, index) => !culprits.has(index)),
    send,
  )
  let next = 0
  return items.map((_, index) => {
    const reason = culprits.get(index)
    return reason === undefined ? (others[next++] ?? all) : { ...all, reason }
  })
}
