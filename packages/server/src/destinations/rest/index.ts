import { byHandNoAddress, delivered, misconfigured, outcomeOf, unfit } from "../../delivery/outcome.ts"
import type { DestinationKind } from "../destination.ts"
import { forEach } from "../each.ts"
import { emailOf, mappedValues } from "../fields.ts"
import { composeBody, fillUrl } from "./compose.ts"

const NOT_FOUND = 404
const orNone = (names: readonly string[]): readonly (string | undefined)[] => (names.length === 0 ? [undefined] : names)

/**
 * Any system with an HTTP API that takes JSON: which value goes into which field stands in the plan. The address comes from a
 * plan, so it may not be one of our own network. `Idempotency-Key` is the event's id, the same at every attempt.
 */
export const rest: DestinationKind<"rest"> = {
  defaultUrl: "",
  concurrency: 4,
  connect: (destination, { secret, sendGuarded, plan }) => {
    const { header, prefix } = destination.authorization
    const headers = (id: string, key: string | undefined): Record<string, string> => ({ "content-type": "application/json", "idempotency-key": id, ...(key !== undefined && { [header]: `${prefix}${key}` }) })
    const isMissing = (key: string | undefined): boolean => destination.secret !== undefined && key === undefined
    return {
      deliver: async (input) => {
        const key = secret()
        if (isMissing(key)) return misconfigured("secret_missing")
        const { event } = input
        const url = fillUrl(destination.url, { email: emailOf(input, plan.parameters), lead_id: event.leadId, event_id: event.id })
        if (url === undefined) return unfit("value_for_address_missing")
        const body = composeBody(mappedValues(input, destination.fields), destination.constants)
        return outcomeOf(await sendGuarded({ method: destination.method, url, headers: headers(event.id, key), body: JSON.stringify(body) }), input.now)
      },
      ...(destination.erase && {
        forget: async ({ id, emails, leadIds }, now) => {
          const { url: pattern, method } = destination.erase ?? { url: "", method: "DELETE" }
          const key = secret()
          if (isMissing(key)) return misconfigured("secret_missing")
          // A person may have several leads and addresses: every one that the pattern names is told.
          const names = orNone(leadIds).flatMap((lead_id) => orNone(emails).map((email) => ({ lead_id, email })))
          const urls = [...new Set(names.map((values) => fillUrl(pattern, values)))].filter((url) => url !== undefined)
          return forEach(urls, byHandNoAddress, async (url) => {
            const answer = await sendGuarded({ method, url, headers: headers(id, key) })
            // Who is not there is forgotten already.
            return answer.status === NOT_FOUND ? delivered(200) : outcomeOf(answer, now)
          })
        },
      }),
    }
  },
}
