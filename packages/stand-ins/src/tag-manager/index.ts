import type { Call, Reply } from "../http/route.ts"
import { serve } from "../http/serve.ts"
import { Ledger, type Received } from "../ledger.ts"
import { createLimiter, type Limiter } from "../limiter.ts"
import { carryOut } from "./handlers.ts"
import { Refusal, refusal } from "./messages.ts"
import { findMethod, strangers } from "./method.ts"
import { misfits } from "./shape.ts"
import { type Account, newContainer } from "./state.ts"

export interface TagManagerOptions {
  /** Containers that exist: as if somebody had made them and nothing more. */
  containers: readonly { publicId: string; usageContext: "web" | "server" }[]
  /** The only token that is let in */
  token: string
  /** Milliseconds since 1970 */
  clock?: () => number
  /** Calls in a window; what Tag Manager gives everybody unless said otherwise */
  quota?: { most: number; windowMs: number }
}

/** How a call is made to fail: before it is carried out, or after, so that only its answer is lost. */
export interface Outage {
  /** The how manieth call from now, from 1 */
  call: number
  when: "before" | "after"
}

export interface TagManagerStandIn {
  url: string
  received(): Received[]
  /** Number of the version that is live, undefined while none is */
  live(publicId: string): string | undefined
  breakDown(outage: Outage): void
  close(): Promise<void>
}

/** 0.25 calls a second, counted over 100 seconds. */
const usualQuota = { most: 25, windowMs: 100_000 }
const dailyQuota = { most: 10_000, windowMs: 86_400_000 }

/**
 * Starts a stand-in for the Tag Manager API v2: written for this project, not by Google. Paths, parameters and messages are
 * Google's own (see discovery.ts); what is checked beyond that is listed in docs/stand-ins.md.
 */
export const startTagManager = async ({ containers, token, clock = Date.now, quota = usualQuota }: TagManagerOptions): Promise<TagManagerStandIn> => {
  const account: Account = { containers: [], clock, lastFingerprint: 0 }
  containers.forEach((one, number) => account.containers.push(newContainer(account, { ...one, number })))
  const limiters = [createLimiter(quota.most, quota.windowMs, clock), createLimiter(dailyQuota.most, dailyQuota.windowMs, clock)]
  const outages: Outage[] = []
  const ledger = new Ledger()
  const handle = (call: Call): Reply => {
    for (const outage of outages) outage.call -= 1
    const due = outages.find((outage) => outage.call === 0)
    if (due?.when === "before") return refusal(503, "The service is currently unavailable.")
    const reply = answer(account, token, limiters, call)
    return due === undefined ? reply : refusal(503, "The service is currently unavailable.")
  }
  const { url, close } = await serve({ vendor: "tag manager", routes: {}, missing: handle }, { ledger, clock, nextFault: () => undefined })
  return {
    url,
    close,
    received: () => ledger.entries(),
    live: (publicId) => account.containers.find((one) => one.publicId === publicId)?.live,
    breakDown: (outage) => void outages.push({ ...outage }),
  }
}

const answer = (account: Account, token: string, limiters: readonly Limiter[], call: Call): Reply => {
  if (call.headers["authorization"] !== `Bearer ${token}`) return refusal(401, "Request had invalid authentication credentials.")
  if (limiters.some((limiter) => limiter.take().retryAfter !== undefined)) return refusal(429, "Quota exceeded for quota metric 'Queries' and limit 'Queries per minute' of service 'tagmanager.googleapis.com'")
  const found = findMethod(call.method, call.path)
  if (found === undefined) return refusal(404, "Method not found.")
  const [stranger] = strangers(found.id, call.query)
  if (stranger !== undefined) return refusal(400, `Invalid JSON payload received. Unknown name "${stranger}": Cannot bind query parameter. Field '${stranger}' could not be found in request message.`)
  const [misfit] = found.request === undefined ? [] : misfits(found.request, call.body ?? {})
  if (misfit !== undefined) return refusal(400, misfit)
  try {
    return carryOut(account, found, call) ?? { ...refusal(501, `the stand-in does not have ${found.id}`), problems: [{ code: "501", message: found.id }] }
  } catch (error) {
    if (error instanceof Refusal) return refusal(error.status, error.message)
    throw error
  }
}
