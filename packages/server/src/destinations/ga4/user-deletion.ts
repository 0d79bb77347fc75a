import type { ResolvedDestination } from "@tagwright/formats"
import { byHand, misconfigured, outcomeOf, type Outcome } from "../../delivery/outcome.ts"
import type { DestinationWorld, Sender } from "../destination.ts"
import { forEach } from "../each.ts"
import { googleTokens } from "../google-account.ts"
import { CLIENT_ID, clientIdFrom } from "./compose.ts"

type Ga4 = Extract<ResolvedDestination, { type: "ga4" }>
const ADMIN = "https://analyticsadmin.googleapis.com"
/** Google, "Method: properties.submitUserDeletion": it needs this scope, and the account a role that may edit the property. */
const SCOPE = "https://www.googleapis.com/auth/analytics.edit"

/** Whom GA4 knows: by the browsers' client ids, and by those that we made up for events without one. */
const clientIdsOf = (clientIds: readonly string[], leadIds: readonly string[]): string[] => [...new Set([...clientIds, ...leadIds.map(clientIdFrom)])].filter((id) => CLIENT_ID.test(id))

/** `{deletionRequestTime}`, RFC 3339: what Google has of the person up to then is deleted. */
const timeIn = (body: string | undefined): string => {
  try {
    const { deletionRequestTime }: { deletionRequestTime?: unknown } = JSON.parse(body ?? "")
    return new Date(String(deletionRequestTime)).toUTCString()
  } catch {
    return "a time that it does not say"
  }
}

/**
 * GA4's deletion of a user: Admin API v1alpha, `properties.submitUserDeletion`, one request per client id, 500 a day for a
 * property ("Admin API limits and quotas"; read November 2026). It takes the place of the User Deletion API v3. The answer says
 * that the request was taken, not that everything is gone. Not confirmed by a document: what it says to an id that it does not
 * know; anything but 2xx becomes a dead letter or is tried again.
 */
export const userDeletion = ({ erase }: Ga4, { baseUrl, secretNamed, send, environment }: Pick<DestinationWorld, "baseUrl" | "secretNamed" | "send" | "environment">, defaultUrl: string): NonNullable<Sender["forget"]> => {
  const tokens = googleTokens(send, SCOPE)
  const admin = baseUrl === defaultUrl ? ADMIN : baseUrl
  const { ga4Property: property } = environment
  return async ({ clientIds, leadIds }, now) => {
    if (erase === undefined || property === undefined) return byHand("erase_by_hand_in_ga4")
    const access = await tokens(secretNamed(erase.secret), now)
    if ("failed" in access) return access.failed
    const ids = clientIdsOf(clientIds, leadIds)
    const outcome = await forEach(ids, misconfigured("no_client_id"), async (clientId): Promise<Outcome> => {
      const headers = { "content-type": "application/json", authorization: `Bearer ${access.token}` }
      return outcomeOf(await send({ method: "POST", url: `${admin}/v1alpha/properties/${property}:submitUserDeletion`, headers, body: JSON.stringify({ clientId }) }), now)
    })
    if (outcome.kind !== "delivered") return outcome
    return { ...outcome, answer: `asked for the deletion of ${ids.length} client ids; Google deletes what it has of them up to ${timeIn(outcome.answer)}` }
  }
}
