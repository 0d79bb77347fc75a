import type { Handler, Reply, Routes } from "../http/route.ts"
import type { StandIn } from "../http/serve.ts"
import { objectOf } from "../json.ts"
import { createLimiter, type Limiter } from "../limiter.ts"
import { batch } from "./batch.ts"
import { findSubscriber, leave, type Account } from "./subscribers.ts"
import { update, upsert } from "./upsert.ts"

const MINUTE_MS = 60_000
/** MailerLite, "Rate limits": 120 requests a minute; a batch of imports five times a minute. */
const perMinute = 120
const importsPerMinute = 5

const notFound = (): Reply => ({ status: 404, body: { message: "Resource not found." } })

const subscriberRoutes = (account: Account): Routes => ({
  "GET /api/subscribers": ({ query }) => {
    const all = [...account.subscribers.values()]
    if (query.get("limit") === "0") return { status: 200, body: { total: all.length } }
    const status = query.get("filter[status]")
    return { status: 200, body: { data: all.filter((one) => status === null || one.status === status), links: { prev: null, next: null }, meta: { per_page: 25, prev_cursor: null, next_cursor: null } } }
  },
  "POST /api/subscribers": ({ body }) => upsert(account, body),
  "GET /api/subscribers/:id": ({ params: { id = "" } }) => {
    const found = findSubscriber(account, id)
    return found ? { status: 200, body: { data: found } } : notFound()
  },
  "PUT /api/subscribers/:id": ({ params: { id = "" }, body }) => update(account, id, body),
  "DELETE /api/subscribers/:id": ({ params: { id = "" } }) => {
    const found = findSubscriber(account, id)
    if (!found) return notFound()
    account.subscribers.delete(found.email.toLowerCase())
    return { status: 204 }
  },
  "POST /api/subscribers/:id/forget": ({ params: { id = "" } }) => {
    const found = findSubscriber(account, id)
    if (!found) return notFound()
    account.subscribers.delete(found.email.toLowerCase())
    return { status: 200, body: { message: "Subscriber data will be completely deleted and forgotten within 30 days.", data: { id: found.id } } }
  },
})

const groupRoutes = (account: Account): Routes => ({
  "GET /api/groups": ({ query }) => {
    const name = query.get("filter[name]")
    const data = account.groups.filter((group) => name === null || group.name.includes(name))
    return { status: 200, body: { data, links: { first: null, last: null, prev: null, next: null }, meta: { current_page: 1, last_page: 1, per_page: 25, total: data.length } } }
  },
  "POST /api/groups": ({ body }) => {
    const { name } = objectOf(body)
    if (typeof name !== "string" || name === "") return { status: 422, body: { message: "The name field is required.", errors: { name: ["The name field is required."] } } }
    const group = { id: String(100_001 + account.groups.length), name }
    account.groups.push(group)
    return { status: 201, body: { data: group } }
  },
  "POST /api/subscribers/:id/groups/:group": ({ params: { id = "", group: groupId } }) => {
    const found = findSubscriber(account, id)
    const group = account.groups.find((one) => one.id === groupId)
    if (!found || !group) return notFound()
    if (!found.groups.includes(group)) found.groups.push(group)
    return { status: 200, body: { data: group } }
  },
  "POST /api/fields": ({ body }) => {
    const { name, type } = objectOf(body)
    if (typeof name !== "string" || name === "" || !["text", "number", "date"].includes(String(type)))
      return { status: 422, body: { message: "The given data was invalid.", errors: { name: ["The name field is required."], type: ["The selected type is invalid."] } } }
    const key = name.toLowerCase().replaceAll(/[^a-z0-9]+/g, "_")
    account.fields.add(key)
    return { status: 201, body: { data: { id: String(account.fields.size), name, key, type } } }
  },
  "GET /api/fields": () => ({ status: 200, body: { data: [...account.fields].map((key, i) => ({ id: String(i + 1), key, name: key, type: "text" })) } }),
})

/** Bearer token first, then the limit, as at the vendor; both answer in Laravel's shape. */
const guarded =
  (handler: Handler, limiter: Limiter): Handler =>
  async (call) => {
    if (!/^Bearer \S+$/.test(call.headers["authorization"] ?? ""))
      return { status: 401, body: { message: "Unauthenticated." }, problems: [{ code: "unauthenticated", message: "No bearer token" }] }
    const { left, retryAfter } = limiter.take()
    const headers = { "x-ratelimit-limit": String(perMinute), "x-ratelimit-remaining": String(left) }
    if (retryAfter !== undefined) return { status: 429, body: { message: "Too Many Attempts." }, headers: { ...headers, "retry-after": String(retryAfter) } }
    const reply = await handler(call)
    return { ...reply, headers: { ...headers, ...reply.headers } }
  }

export const mailerliteStandIn = (account: Account): StandIn & { unsubscribe(email: string): void } => {
  const limiter = createLimiter(perMinute, MINUTE_MS, account.clock)
  const imports = createLimiter(importsPerMinute, MINUTE_MS, account.clock)
  const inner: Routes = { ...subscriberRoutes(account), ...groupRoutes(account) }
  const routes: Routes = { ...inner, "POST /api/batch": (call) => batch(inner, call, imports) }
  return {
    vendor: "mailerlite",
    routes: Object.fromEntries(Object.entries(routes).map(([route, handler]) => [route, guarded(handler, limiter)])),
    missing: notFound,
    faulty: (status) => ({ status, body: { message: status === 429 ? "Too Many Attempts." : "Server Error" }, ...(status === 429 && { headers: { "retry-after": "1" } }) }),
    unsubscribe: (email) => {
      const found = findSubscriber(account, email)
      if (found) leave(account, found)
    },
  }
}
