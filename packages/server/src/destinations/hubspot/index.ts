import { Agent as HttpAgent } from "node:http"
import { Agent as HttpsAgent } from "node:https"
import { Client } from "@hubspot/api-client"
import { byHandNoAddress, misconfigured, unfit, type Outcome } from "../../delivery/outcome.ts"
import type { DeliveryInput, DestinationKind } from "../destination.ts"
import { forEach } from "../each.ts"
import { emailOf, mappedFields } from "../fields.ts"
import { sdkOutcome, type Connection, type SdkFailure } from "../sdk-outcome.ts"
import { propertyKeeper } from "./properties.ts"

/** The SDK's ApiException: code, body, headers. */
const failureOf = (error: unknown): SdkFailure | undefined => {
  if (!(error instanceof Error) || !("code" in error) || typeof error.code !== "number") return undefined
  const headers: unknown = "headers" in error ? error.headers : undefined
  const retryAfter = typeof headers === "object" && headers !== null && "retry-after" in headers ? String(headers["retry-after"]) : undefined
  return { status: error.code, retryAfter, body: "body" in error ? JSON.stringify(error.body) : undefined }
}

/** With an agent the SDK leaves `fetch`, whose connections are kept, and opens one for each request. */
const fresh = (url: string) => (url.startsWith("https:") ? new HttpsAgent({ keepAlive: false }) : new HttpAgent({ keepAlive: false }))
/** The queue retries; the SDK's own retries would hide what happened. */
const clientOf = (accessToken: string, baseUrl: string, connection: Connection): Client =>
  new Client({ accessToken, basePath: baseUrl, numberOfApiCallRetries: 0, ...(connection === "new" && { httpAgent: fresh(baseUrl) }) })

/** Mapped values, and what joins the contact to everything else: the lead, and the last thing it did. */
export const contactProperties = (input: DeliveryInput, fields: Record<string, string>, email: string): Record<string, string> => ({
  ...mappedFields(input, fields),
  email,
  tagwright_event: input.event.name,
  tagwright_event_id: input.event.id,
  ...(input.event.leadId !== undefined && { lead_id: input.event.leadId }),
  ...(input.environment.testMode && { test_mode: "true" }),
})

/** HubSpot contacts: found or made by e-mail address, by the official SDK. Upserting twice changes nothing. */
export const hubspot: DestinationKind<"hubspot"> = {
  defaultUrl: "https://api.hubapi.com",
  // Private apps: 100 requests in 10 s on the smallest plan.
  concurrency: 4,
  connect: (destination, { baseUrl, secret, plan, timeoutMs }) => {
    const ensureProperties = propertyKeeper()
    return {
      deliver: (input) => {
        const accessToken = secret()
        if (accessToken === undefined) return Promise.resolve(misconfigured("secret_missing"))
        const email = emailOf(input, plan.parameters)
        if (email === undefined) return Promise.resolve(unfit("no_email"))
        const properties = contactProperties(input, destination.fields, email)
        const call = async (connection: Connection): Promise<Outcome> => {
          const client = clientOf(accessToken, baseUrl, connection)
          await ensureProperties(client, Object.keys(properties))
          const answer = await client.crm.contacts.batchApi.upsert({ inputs: [{ idProperty: "email", id: email, objectWriteTraceId: input.event.id, properties }] })
          const [problem] = "errors" in answer ? (answer.errors ?? []) : []
          // 207 with errors inside: the request was fine, the contact was not.
          return problem === undefined ? { kind: "delivered", status: 200 } : { kind: "dead", reasonClass: "data", reason: `hubspot_${problem.category.toLowerCase()}`, status: 207 }
        }
        return sdkOutcome(call, failureOf, { now: input.now, timeoutMs })
      },
      // Permanent, also for what comes later under this address.
      forget: ({ emails }, now) => {
        const accessToken = secret()
        if (accessToken === undefined) return Promise.resolve(misconfigured("secret_missing"))
        const purge = async (email: string, connection: Connection): Promise<Outcome> => {
          await clientOf(accessToken, baseUrl, connection).crm.contacts.basicApi.purge({ objectId: email, idProperty: "email" })
          return { kind: "delivered", status: 204 }
        }
        return forEach(emails, byHandNoAddress, (email) => sdkOutcome((connection) => purge(email, connection), failureOf, { now, timeoutMs }))
      },
    }
  },
}
