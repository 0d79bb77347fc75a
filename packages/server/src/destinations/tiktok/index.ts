import { outcomeOf, type Outcome, type PeerAnswer } from "../../delivery/outcome.ts"
import type { DestinationKind } from "../destination.ts"
import { deliverTogether, fixedToken } from "../together.ts"
import { composeTikTok, type TikTokEvent } from "./compose.ts"

const DAY_MS = 86_400_000
/** TikTok takes 1000. */
const MOST_EVENTS = 100

const OK = 0
const TOO_MANY = 40_100
/** No permission for the account or pixel; and no such one */
const NOT_FOR_US = new Set([40_001, 40_007])
/** TikTok answers 200 to everything and says in `code` what came of it ("Return codes"). */
const outcomeOfCode = (answer: PeerAnswer, now: number): Outcome => {
  const http = outcomeOf(answer, now)
  if (http.kind !== "delivered") return http
  const code = codeOf(answer.body)
  if (code === OK) return http
  const base = { status: answer.status, answer: answer.body }
  if (code === undefined) return { ...base, kind: "retry", reason: "answer_unreadable" }
  if (code === TOO_MANY || code >= 50_000) return { ...base, kind: "retry", reason: `tiktok_${code}` }
  // 401xx: the token. 400xx: the data, but for those two.
  return { ...base, kind: "dead", reasonClass: NOT_FOR_US.has(code) || (code > TOO_MANY && code < 40_200) ? "ours" : "data", reason: `tiktok_${code}` }
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
