import { outcomeOf, type Outcome, type PeerAnswer } from "../../delivery/outcome.ts"
import type { HttpSend, OutgoingRequest } from "../../delivery/http-client.ts"
import { untilMidnight, type Budget } from "../budget.ts"
import type { Pace } from "../pace.ts"

/** What a call costs: `x-token-cost` of Persons in Pipedrive's OpenAPI document of API v2 (read November 2026). */
export const COSTS = { search: 20, write: 5, remove: 3 } as const
type Call = keyof typeof COSTS

/** The vendor did not do what was asked; the outcome says what follows. */
export class Refused extends Error {
  readonly outcome: Outcome
  constructor(outcome: Outcome) {
    super("refused")
    this.outcome = outcome
  }
}

interface Envelope {
  success?: boolean
  data?: { id?: number; items?: { item?: { id?: number } }[] }
}

export interface Pipedrive {
  /** The person with exactly this address */
  find(email: string): Promise<number | undefined>
  create(person: object): Promise<void>
  update(id: number, person: object): Promise<void>
  remove(id: number): Promise<void>
}

const TOO_MANY = 429
/** "The remaining window before the rate limit resets", in seconds ("Rate limiting"). */
const withWindow = (answer: PeerAnswer): PeerAnswer => ({ ...answer, retryAfter: answer.retryAfter ?? answer.limits?.["x-ratelimit-reset"] })
/** Others spend the company's budget too. This header is in no document; Pipedrive's staff speak of it, and it may be missing. */
const isDaySpent = ({ status, limits }: PeerAnswer): boolean => status === TOO_MANY && limits?.["x-daily-ratelimit-token-remaining"] === "0"

interface Access {
  send: HttpSend
  baseUrl: string
  token: string
  budget: Budget
  searches: Pace
  now: number
}

/** Persons of API v2. Every call is paid from the day's budget first; an empty budget is "later", not an error. */
export const pipedriveApi = ({ send, baseUrl, token, budget, searches, now }: Access): Pipedrive => {
  const call = async (kind: Call, request: OutgoingRequest): Promise<Envelope> => {
    const wait = budget.take(COSTS[kind], now)
    if (wait !== undefined) throw new Refused({ kind: "retry", reason: "daily_budget_spent", afterMs: wait })
    const answer = await send({ ...request, headers: { "content-type": "application/json", "x-api-token": token } })
    const outcome = outcomeOf(withWindow(answer), now)
    if (isDaySpent(answer)) throw new Refused({ kind: "retry", reason: "daily_budget_spent", afterMs: untilMidnight(now), status: answer.status })
    if (outcome.kind !== "delivered") throw new Refused(outcome)
    return JSON.parse(answer.body ?? "{}")
  }
  return {
    find: async (email) => {
      await searches.take(1)
      const query = new URLSearchParams({ term: email, fields: "email", exact_match: "true", limit: "1" })
      const { data } = await call("search", { method: "GET", url: `${baseUrl}/api/v2/persons/search?${query}` })
      return data?.items?.[0]?.item?.id
    },
    create: async (person) => void (await call("write", { method: "POST", url: `${baseUrl}/api/v2/persons`, body: JSON.stringify(person) })),
    update: async (id, person) => void (await call("write", { method: "PATCH", url: `${baseUrl}/api/v2/persons/${id}`, body: JSON.stringify(person) })),
    remove: async (id) => void (await call("remove", { method: "DELETE", url: `${baseUrl}/api/v2/persons/${id}` })),
  }
}
