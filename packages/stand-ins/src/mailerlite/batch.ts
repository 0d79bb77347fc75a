import type { Call, Reply, Routes } from "../http/route.ts"
import { findRoute } from "../http/route.ts"
import { listOf, objectOf } from "../json.ts"
import type { Limiter } from "../limiter.ts"

const MOST_REQUESTS = 50
const noRequests = (): Reply => ({ status: 422, body: { message: `The requests must be a list of 1 to ${MOST_REQUESTS}.`, errors: { requests: ["The requests field is required."] } } })

const runOne = async (routes: Routes, call: Call, request: unknown): Promise<Reply> => {
  const { method, path, body } = objectOf(request)
  const url = new URL(`/${String(path).replace(/^\//, "")}`, "http://stand-in")
  if (url.pathname.startsWith("/api/webhooks") || url.pathname === "/api/batch") return { status: 422, body: { message: "This endpoint is not allowed inside a batch." } }
  const found = findRoute(routes, String(method).toUpperCase(), url.pathname)
  if (!found) return { status: 404, body: { message: "Resource not found." } }
  return found.handler({ ...call, params: found.params, query: url.searchParams, body })
}

const isImport = (request: unknown): boolean => {
  const { method, path } = objectOf(request)
  return String(method).toUpperCase() === "POST" && /^\/?api\/subscribers$/.test(String(path))
}

/** `POST /api/batch`: in order, each with its own status; the outer 200 says nothing. Only upserts make it an import, five a minute. */
export const batch = async (routes: Routes, call: Call, imports: Limiter): Promise<Reply> => {
  const requests = listOf(objectOf(call.body)["requests"])
  if (requests.length === 0 || requests.length > MOST_REQUESTS) return noRequests()
  const refusedFor = requests.every(isImport) ? imports.take().retryAfter : undefined
  if (refusedFor !== undefined) return { status: 429, body: { message: "Too Many Attempts." }, headers: { "retry-after": String(refusedFor) } }
  const replies: Reply[] = []
  for (const request of requests) replies.push(await runOne(routes, call, request))
  const failed = replies.filter((reply) => reply.status >= 400).length
  return {
    status: 200,
    body: { total: replies.length, successful: replies.length - failed, failed, responses: replies.map(({ status, body }) => ({ code: status, body: body ?? null })) },
    problems: replies.flatMap((reply, i) => (reply.problems ?? []).map((problem) => ({ ...problem, path: `requests[${i}].${problem.path ?? ""}` }))),
  }
}
