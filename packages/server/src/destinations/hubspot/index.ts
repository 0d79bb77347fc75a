import { Client } from "@hubspot/api-client"
import { misconfigured, unfit, type Outcome } from "../../delivery/outcome.ts"
import type { DestinationKind } from "../destination.ts"
import { emailOf, mappedFields } from "../fields.ts"
import { sdkOutcome, type SdkFailure } from "../sdk-outcome.ts"

/** The SDK's ApiException: code, body, headers. */
const failureOf = (error: unknown): SdkFailure | undefined => {
  if (!(error instanceof Error) || !("code" in error) || typeof error.code !== "number") return undefined
  const headers: unknown = "headers" in error ? error.headers : undefined
  const retryAfter = typeof headers === "object" && headers !== null && "retry-after" in headers ? String(headers["retry-after"]) : undefined
  return { status: error.code, retryAfter, body: "body" in error ? JSON.stringify(error.body) : undefined }
}

/** HubSpot contacts: found or made by e-mail address, by the official SDK. Upserting twice changes nothing. */
export const hubspot: DestinationKind<"hubspot"> = {
  defaultUrl: "https://api.hubapi.com",
  // Private apps: 100 requests in 10 s on the smallest plan.
  concurrency: 4,
  connect: (destination, { baseUrl, secret, plan }) => ({
    deliver: async (input) => {
      const accessToken = secret()
      if (accessToken === undefined) return misconfigured("secret_missing")
      const email = emailOf(input, plan.parameters)
      if (email === undefined) return unfit("no_email")
      // The queue retries; the SDK's own retries and limiter would hide what happened.
      const client = new Client({ accessToken, basePath: baseUrl, numberOfApiCallRetries: 0 })
      const properties = {
        ...mappedFields(input, destination.fields),
        email,
        tagwright_event: input.event.name,
        tagwright_event_id: input.event.id,
        ...(input.event.leadId !== undefined && { lead_id: input.event.leadId }),
        ...(input.environment.testMode && { test_mode: "true" }),
      }
      const call = async (): Promise<Outcome> => {
        const answer = await client.crm.contacts.batchApi.upsert({ inputs: [{ idProperty: "email", id: email, objectWriteTraceId: input.event.id, properties }] })
        // 207 with errors inside: the request was fine, the contact was not.
        if ("errors" in answer && (answer.errors?.length ?? 0) > 0) return { kind: "dead", reasonClass: "data", reason: `hubspot_${(answer.errors?.[0]?.category ?? "error").toLowerCase()}`, status: 207 }
        return { kind: "delivered", status: 200 }
      }
      return sdkOutcome(call, failureOf, input.now)
    },
  }),
}
