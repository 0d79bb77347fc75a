import { googleError, type GoogleAccount } from "../google/account.ts"
import type { StandIn } from "../http/serve.ts"
import { judgeIngest } from "./rules.ts"

const SCOPE = "https://www.googleapis.com/auth/datamanager"

/** Google's Data Manager API: one bad event fails the whole request, and the answer names it. */
export const googleAdsStandIn = (account: GoogleAccount, clock: () => number): StandIn => ({
  vendor: "google-ads",
  routes: {
    "POST /token": account.token,
    "POST /v1/events:ingest": (call) => {
      const refused = account.refuse(call, SCOPE)
      if (refused !== undefined) return refused
      const problems = judgeIngest(call.body, clock())
      if (problems.length === 0) return { status: 200, body: { requestId: "stand-in" } }
      const fieldViolations = problems.map(({ code, path, message }) => ({ field: path, description: message, reason: code }))
      const details = [
        { "@type": "type.googleapis.com/google.rpc.ErrorInfo", reason: "INVALID_ARGUMENT", domain: "datamanager.googleapis.com" },
        { "@type": "type.googleapis.com/google.rpc.BadRequest", fieldViolations },
      ]
      return { ...googleError(400, "INVALID_ARGUMENT", "There was a problem with the request.", details), problems }
    },
  },
  missing: () => googleError(404, "NOT_FOUND", "Not found"),
  faulty: (status) => googleError(status, status === 429 ? "RESOURCE_EXHAUSTED" : "UNAVAILABLE", "Try again later"),
})
