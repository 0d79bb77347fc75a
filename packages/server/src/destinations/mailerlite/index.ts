import { byHandNoAddress, misconfigured, unfit, type Outcome } from "../../delivery/outcome.ts"
import type { DestinationKind } from "../destination.ts"
import { forEach } from "../each.ts"
import { emailOf, mappedFields } from "../fields.ts"
import { pace } from "../pace.ts"
import { sdkOutcome, type SdkFailure } from "../sdk-outcome.ts"
import { accountKeeper, apiOf, type Api } from "./account.ts"

/** axios' error: `response.status`, `response.headers`, `response.data`. */
const failureOf = (error: unknown): SdkFailure | undefined => {
  if (typeof error !== "object" || error === null || !("response" in error)) return undefined
  const { response } = error
  if (typeof response !== "object" || response === null || !("status" in response) || typeof response.status !== "number") return undefined
  const headers: unknown = "headers" in response ? response.headers : undefined
  const retryAfter = typeof headers === "object" && headers !== null && "retry-after" in headers ? String(headers["retry-after"]) : undefined
  return { status: response.status, retryAfter, body: "data" in response ? JSON.stringify(response.data) : undefined }
}

/** "Rate limits": 120 requests a minute for the whole account; a few are left for others who use it. */
const MOST_CALLS = 110
const MINUTE_MS = 60_000
/** A look at the subscriber, the write, and now and then a group or field. */
const CALLS_PER_DELIVERY = 3
const NOT_FOUND = 404
/** The status of a known subscriber, or undefined for a new one. */
const statusOf = async (api: Api, email: string): Promise<string | undefined> => {
  try {
    return (await api.subscribers.find(email)).data.data.status
  } catch (error) {
    if (failureOf(error)?.status === NOT_FOUND) return undefined
    throw error
  }
}

/** MailerLite wants UTC as "YYYY-MM-DD HH:MM:SS". */
const stamp = (at: number): string => new Date(at).toISOString().slice(0, 19).replace("T", " ")
const MAY_BE_WRITTEN = new Set([undefined, "active", "unconfirmed"])

/** MailerLite subscribers by the official SDK. Someone who unsubscribed stays so, whatever forms say. */
export const mailerlite: DestinationKind<"mailerlite"> = {
  defaultUrl: "https://connect.mailerlite.com",
  concurrency: 1,
  connect: (destination, { baseUrl, secret, plan, clock, timeoutMs }) => {
    const limit = pace(MOST_CALLS, MINUTE_MS, clock)
    const prepareAccount = accountKeeper(destination.group)
    /** Waiting for one's turn is not the vendor's slowness. */
    const inTurn = async (call: () => Promise<Outcome>, now: number): Promise<Outcome> => {
      await limit.take(CALLS_PER_DELIVERY)
      return sdkOutcome(call, failureOf, { now, timeoutMs })
    }
    return {
      deliver: (input) => {
        const token = secret()
        const email = emailOf(input, plan.parameters)
        if (token === undefined) return Promise.resolve(misconfigured("secret_missing"))
        if (email === undefined) return Promise.resolve(unfit("no_email"))
        const api = apiOf(token, baseUrl)
        const call = async (): Promise<Outcome> => {
          const status = await statusOf(api, email)
          if (!MAY_BE_WRITTEN.has(status)) return { kind: "dead", reasonClass: "policy", reason: `subscriber_${status}` }
          const fields = { ...mappedFields(input, destination.fields), ...(input.event.leadId !== undefined && { lead_id: input.event.leadId }) }
          const group = await prepareAccount(api, Object.keys(fields))
          // The proof of opt-in is written once, for a new address.
          const answer = await api.subscribers.createOrUpdate({ email, fields, groups: [group], ...(status === undefined && { opted_in_at: stamp(input.event.at) }) })
          return { kind: "delivered", status: answer.status }
        }
        return inTurn(call, input.now)
      },
      // `forget`, not `delete`: MailerLite then removes the person's history too, within 30 days.
      forget: ({ emails }, now) => {
        const token = secret()
        if (token === undefined) return Promise.resolve(misconfigured("secret_missing"))
        const api = apiOf(token, baseUrl)
        const forget = async (email: string): Promise<Outcome> => {
          if ((await statusOf(api, email)) === undefined) return { kind: "delivered", status: NOT_FOUND }
          const { id } = (await api.subscribers.find(email)).data.data
          return { kind: "delivered", status: (await api.subscribers.forget(id)).status }
        }
        return forEach(emails, byHandNoAddress, (email) => inTurn(() => forget(email), now))
      },
    }
  },
}
