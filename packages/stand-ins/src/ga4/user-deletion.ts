import { googleError, type GoogleAccount } from "../google/account.ts"
import type { Handler } from "../http/route.ts"
import { isObject } from "../json.ts"

const SCOPE = "https://www.googleapis.com/auth/analytics.edit"
const METHOD = ":submitUserDeletion"
/** One of these, never two: "Union field user can be only one of the following". */
const USER = new Set(["userId", "clientId", "appInstanceId", "userProvidedData"])

const problemOf = (body: unknown): string | undefined => {
  if (!isObject(body)) return "The body is no JSON object"
  const unknown = Object.keys(body).find((name) => !USER.has(name))
  if (unknown !== undefined) return `Unknown name "${unknown}"`
  const named = Object.values(body)
  if (named.length !== 1) return "Exactly one of userId, clientId, appInstanceId, userProvidedData"
  return typeof named[0] === "string" && named[0] !== "" ? undefined : "An id is text"
}

/** Admin API v1alpha, `properties.submitUserDeletion`. Any user is taken: Google has documented no other answer. */
export const submitUserDeletion =
  (account: GoogleAccount, clock: () => number): Handler =>
  (call) => {
    const refused = account.refuse(call, SCOPE)
    if (refused !== undefined) return refused
    const [property = "", method] = (call.params["call"] ?? "").split(/(?=:)/)
    if (method !== METHOD || !/^\d+$/.test(property)) return googleError(404, "NOT_FOUND", "Method not found.")
    const problem = problemOf(call.body)
    return problem === undefined ? { status: 200, body: { deletionRequestTime: new Date(clock()).toISOString() } } : googleError(400, "INVALID_ARGUMENT", problem)
  }
