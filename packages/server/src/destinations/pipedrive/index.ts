import { byHandNoAddress, delivered, misconfigured, unfit, type Outcome } from "../../delivery/outcome.ts"
import { dailyBudget } from "../budget.ts"
import type { DeliveryInput, DestinationKind } from "../destination.ts"
import { forEach } from "../each.ts"
import { emailOf, mappedFields } from "../fields.ts"
import { pace } from "../pace.ts"
import { pipedriveApi, Refused, type Pipedrive } from "./api.ts"

/** Keys of custom fields are 40 hex digits; everything else is a field of Pipedrive's own. */
const CUSTOM = /^[0-9a-f]{40}$/

/** A person of API v2: own fields at the top, custom ones below. */
export const composePerson = (input: DeliveryInput, fields: Record<string, string>, email: string): object => {
  const values = Object.entries(mappedFields(input, fields))
  const own = Object.fromEntries(values.filter(([key]) => !CUSTOM.test(key)))
  const custom = Object.fromEntries(values.filter(([key]) => CUSTOM.test(key)))
  return { name: own["name"] ?? email, ...own, emails: [{ value: email, primary: true }], ...(Object.keys(custom).length > 0 && { custom_fields: custom }) }
}

/** "Search API rate limit", changelog of June 2022: in 2 s, whatever the plan. */
const MOST_SEARCHES = 10
const WINDOW_MS = 2_000

const settled = async (run: () => Promise<Outcome>): Promise<Outcome> => {
  try {
    return await run()
  } catch (error) {
    if (error instanceof Refused) return error.outcome
    throw error
  }
}

/** Pipedrive persons: found by e-mail address, changed or made. Its API is charged by cost, from a daily budget. */
export const pipedrive: DestinationKind<"pipedrive"> = {
  defaultUrl: "https://api.pipedrive.com",
  // The smallest plan allows 20 requests in 2 s; two calls per delivery. One at a time: two events of a new person must not make two persons.
  concurrency: 1,
  connect: (destination, { baseUrl, secret, send, plan, clock }) => {
    const budget = dailyBudget(destination.dailyTokens)
    const searches = pace(MOST_SEARCHES, WINDOW_MS, clock)
    const withApi = (now: number, run: (api: Pipedrive) => Promise<Outcome>): Promise<Outcome> => {
      const token = secret()
      return token === undefined ? Promise.resolve(misconfigured("secret_missing")) : settled(() => run(pipedriveApi({ send, baseUrl, token, budget, searches, now })))
    }
    return {
      deliver: (input) =>
        withApi(input.now, async (api) => {
          const email = emailOf(input, plan.parameters)
          if (email === undefined) return unfit("no_email")
          const person = composePerson(input, destination.fields, email)
          const id = await api.find(email)
          await (id === undefined ? api.create(person) : api.update(id, person))
          return delivered(200)
        }),
      // Pipedrive deletes for good 30 days later.
      forget: ({ emails }, now) =>
        withApi(now, (api) =>
          forEach(emails, byHandNoAddress, async (email) => {
            const id = await api.find(email)
            if (id !== undefined) await api.remove(id)
            return delivered(200)
          }),
        ),
    }
  },
}
