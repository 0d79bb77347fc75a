import type { Touch } from "@tagwright/formats"
import { misconfigured, outcomeOf, type Outcome } from "../../delivery/outcome.ts"
import type { DeliveryInput, DestinationKind } from "../destination.ts"
import { signerOf, type Signer } from "./sign.ts"

/** What a receiver gets: Standard Webhooks' envelope `{type, timestamp, data}`. */
export interface WebhookBody {
  type: string
  timestamp: string
  data: {
    id: string
    lead_id?: string
    client_id?: string
    session_id?: string
    test_mode: boolean
    params: Record<string, unknown>
    personal: Record<string, string>
    first_touch?: Touch
    last_touch?: Touch
  }
}

export const composeWebhook = ({ event, person, personal, environment }: DeliveryInput): WebhookBody => ({
  type: event.name,
  timestamp: new Date(event.at).toISOString(),
  data: {
    id: event.id,
    ...(event.leadId !== undefined && { lead_id: event.leadId }),
    ...(event.clientId !== undefined && { client_id: event.clientId }),
    ...(event.sessionId !== undefined && { session_id: event.sessionId }),
    test_mode: environment.testMode,
    params: event.params,
    personal,
    ...(person?.firstTouch && { first_touch: person.firstTouch }),
    ...(person?.lastTouch && { last_touch: person.lastTouch }),
  },
})

/** The signer of the secrets as they are now: they may be exchanged while we run. */
const latestSigner = (): ((secrets: string) => Signer | undefined) => {
  let last: { secrets: string; signer: Signer | undefined } | undefined
  return (secrets) => {
    if (last?.secrets !== secrets) last = { secrets, signer: signerOf(secrets) }
    return last.signer
  }
}

/** Any receiver of Standard Webhooks. The address stands in a plan, so it may not be one of our own network. */
export const webhook: DestinationKind<"webhook"> = {
  defaultUrl: "",
  concurrency: 8,
  connect: (destination, { secret, sendGuarded }) => {
    const signer = latestSigner()
    const sendSigned = async (id: string, content: object, now: number): Promise<Outcome> => {
      const key = secret()
      if (key === undefined) return misconfigured("secret_missing")
      const sign = signer(key)
      if (sign === undefined) return misconfigured("secret_not_base64")
      const body = JSON.stringify(content)
      const seconds = Math.floor(now / 1000)
      const headers = {
        "content-type": "application/json",
        "webhook-id": id,
        "webhook-timestamp": String(seconds),
        "webhook-signature": sign(id, seconds, body),
      }
      return outcomeOf(await sendGuarded({ method: "POST", url: destination.url, headers, body }), now)
    }
    return {
      deliver: (input) => sendSigned(input.event.id, composeWebhook(input), input.now),
      // The receiver has to act on it; a 2xx is its word that it does.
      forget: ({ id, emails, leadIds }, now) => sendSigned(id, { type: "person.erased", timestamp: new Date(now).toISOString(), data: { lead_ids: leadIds, emails } }, now),
    }
  },
}
