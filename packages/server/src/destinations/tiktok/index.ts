import { outcomeOf, type Outcome, type PeerAnswer } from "../../delivery/outcome.ts"
import type { DestinationKind } from "../destination.ts"
import { deliverTogether, fixedToken } from "../together.ts"
import { composeTikTok, type TikTokEvent } from "./compose.ts"

const DAY_MS = 86_400_000
/** TikTok takes 1000. */
const MOST_EVENTS = 100

const OK = 0
/**
 * Codes by name: `tiktok_code.py` of TikTok's own SDK (github.com/tiktok/tiktok-business-api-sdk, read November 2026). The list
 * is that of the whole Business API; which of them `event/track` gives is not documented.
 *
 * Later: REQUEST_TOO_FREQUENT, REQUEST_FREQUENCY_LIMITED, GENERAL_TASK_ERROR, TASK_NOT_READY, WRITE_CONFLICT
 */
const LATER = new Set([40_100, 40_132, 40_200, 40_201, 40_202])
/** Faults of theirs (5xxxx), MAINTENANCE and TOO_MANY_REQUESTS (6xxxx) */
const isTheirs = (code: number): boolean => code >= 50_000 && code < 70_000
/** PERMISSION_ERROR, FORBIDDEN, VERSION_ERROR, NOT_EXIST, UNSUPPORTED_DOMAIN, INVALID_API_VERSION, ROUTE_NOT_FOUND, BLOCKED, INTERFACE_OFFLINE, INVALID_BIZ_AUTH_TYPE */
const OURS = new Set([40_001, 40_003, 40_006, 40_007, 40_010, 40_051, 40_400, 41_000, 41_001, 70_001])
/** 401xx: the token, the app, its scopes. 403xx: the advertiser's account. */
const isAccess = (code: number): boolean => (code > 40_100 && code < 40_200) || (code >= 40_300 && code < 40_310)
/** TikTok answers 200 to everything and says in `code` what came of it ("Return codes"). */
const outcomeOfCode = (answer: PeerAnswer, now: number): Outcome => {
  const http = outcomeOf(answer, now)
  if (http.kind !== "delivered") return http
  const code = codeOf(answer.body)
  if (code === OK) return http
  const base = { status: answer.status, answer: answer.body }
  if (code === undefined) return { ...base, kind: "retry", reason: "answer_unreadable" }
  if (LATER.has(code) || isTheirs(code)) return { ...base, kind: "retry", reason: `tiktok_${code}` }
  return { ...base, kind: "dead", reasonClass: OURS.has(code) || isAccess(code) ? "ours" : "data", reason: `tiktok_${code}` }
}
const codeOf = (body: string | undefined): number | undefined => {
  try {
    const { code }: { code?: unknown } = JSON.parse(body ?? "")
    return typeof code === "number" ? code : undefined
  } catch {
    return undefined
  }
}

/** TikTok's Events API 2.0, web events. */
export const tiktok: DestinationKind<"tiktok"> = {
  defaultUrl: "https://business-api.tiktok.com",
  // Web events: up to 7 days old.
  windowMs: 7 * DAY_MS,
  concurrency: MOST_EVENTS,
  connect: (destination, { baseUrl, secret, send, plan, clock }) => {
    const deliver = deliverTogether<TikTokEvent>(
      {
        most: MOST_EVENTS,
        compose: (input) => composeTikTok(input, plan, destination),
        token: fixedToken(secret),
        send: async (items, token, now) => {
          const testCode = items.some(({ input }) => input.environment.testMode) ? destination.testEventCode : undefined
          const body = { event_source: "web", event_source_id: destination.pixelId, ...(testCode !== undefined && { test_event_code: testCode }), data: items.map(({ event }) => event) }
          const answer = await send({ method: "POST", url: `${baseUrl}/open_api/v1.3/event/track/`, headers: { "content-type": "application/json", "access-token": token }, body: JSON.stringify(body) })
          return { all: outcomeOfCode(answer, now) }
        },
      },
      clock,
    )
    return {
      deliver: async (input) => (input.environment.testMode && destination.testEventCode === undefined ? { kind: "dead", reasonClass: "policy", reason: "test_event_code_missing" } : deliver(input)),
    }
  },
}
