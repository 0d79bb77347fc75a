import type { ReasonClass } from "../store/model.ts"

/** How one attempt to deliver ended. Reasons are codes. `answer`: start of the peer's reply, for the dead letter. */
export type Outcome =
  | { kind: "delivered"; status?: number | undefined; answer?: string | undefined }
  | { kind: "retry"; reason: string; afterMs?: number | undefined; status?: number | undefined; answer?: string | undefined }
  | { kind: "dead"; reasonClass: ReasonClass; reason: string; status?: number | undefined; answer?: string | undefined }
  /** The peer said it is gone for good (410): nothing more is sent until an operator says so. */
  | { kind: "gone"; status: number; answer?: string | undefined }

export const delivered = (status?: number): Outcome => ({ kind: "delivered", status })
/** The data cannot be delivered there, ever. */
export const unfit = (reason: string): Outcome => ({ kind: "dead", reasonClass: "data", reason })
/** Our set-up is wrong; a replay after mending it will do. */
export const misconfigured = (reason: string): Outcome => ({ kind: "dead", reasonClass: "ours", reason })
/** The vendor cannot be told to forget this person: somebody has to do it by hand. */
export const byHand = (reason: `erase_by_hand${string}`): Outcome => ({ kind: "dead", reasonClass: "policy", reason })
/** Nor do we know the address it has. */
export const byHandNoAddress = byHand("erase_by_hand_no_address")

/** Codes that say "later": request timeout, conflict, too early, too many requests (Standard Webhooks, RFC 9110, RFC 6585, RFC 8470). */
const LATER = new Set([408, 409, 425, 429])
/** Codes that mean our credentials, account (402: not paid for, as Pipedrive says it) or address, not the data. */
const OURS = new Set([401, 402, 403, 404, 405, 407])

/** Too many requests, unavailable: with a Retry-After they speak of the peer, not of this request (RFC 6585, 4; RFC 9110, 15.6.4). */
const RESTS = new Set([429, 503])
/** How long the peer asks to be left alone, in ms */
export const restAsked = (outcome: { kind: string; status?: number | undefined; afterMs?: number | undefined }): number | undefined =>
  outcome.kind === "retry" && outcome.status !== undefined && RESTS.has(outcome.status) ? outcome.afterMs : undefined

export interface PeerAnswer {
  status: number
  retryAfter?: string | undefined
  body?: string | undefined
  /** The vendor's rate limit headers, lower-case names */
  limits?: Record<string, string> | undefined
  /** The time by the peer's clock (HTTP's Date) */
  date?: string | undefined
}

/** What an HTTP answer means for the queue. A redirect is a failure: data goes where the plan says, nowhere else. */
export const outcomeOf = ({ status, retryAfter, body }: PeerAnswer, now: number): Outcome => {
  const answer = body === undefined || body === "" ? undefined : body
  if (status >= 200 && status < 300) return { kind: "delivered", status, answer }
  if (status === 410) return { kind: "gone", status, answer }
  if (status >= 500 || LATER.has(status)) return { kind: "retry", reason: `http_${status}`, status, answer, afterMs: parseRetryAfter(retryAfter, now) }
  if (status >= 300 && status < 400) return { kind: "dead", reasonClass: "ours", reason: `redirect_${status}`, status, answer }
  return { kind: "dead", reasonClass: OURS.has(status) ? "ours" : "data", reason: `http_${status}`, status, answer }
}

/** Seconds or an HTTP date (RFC 9110, 10.2.3); anything else counts as absent. */
export const parseRetryAfter = (header: string | undefined, now: number): number | undefined => {
  if (header === undefined) return undefined
  if (/^\d{1,9}$/.test(header.trim())) return Number(header) * 1000
  const date = Date.parse(header)
  return Number.isNaN(date) ? undefined : Math.max(0, date - now)
}
