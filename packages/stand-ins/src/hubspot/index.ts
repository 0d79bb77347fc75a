import type { Handler, Reply, Routes } from "../http/route.ts"
import type { StandIn } from "../http/serve.ts"
import { listOf, objectOf } from "../json.ts"
import { createLimiter, type Limiter } from "../limiter.ts"
import type { Contact, Portal } from "./contacts.ts"
import { failure, upsertBatch } from "./upsert.ts"

/** HubSpot, "API usage guidelines": private apps on the smallest plan, 100 requests in 10 seconds. */
const most = 100
const windowMs = 10_000

const limitHeaders = (left: number): Record<string, string> => ({
  "x-hubspot-ratelimit-max": String(most),
  "x-hubspot-ratelimit-remaining": String(left),
  "x-hubspot-ratelimit-interval-milliseconds": String(windowMs),
  "x-hubspot-ratelimit-daily": "250000",
  "x-hubspot-ratelimit-daily-remaining": "249999",
})

const tooMany = (headers: Record<string, string>): Reply => ({
  status: 429,
  body: { status: "error", message: "You have reached your ten_secondly_rolling limit.", errorType: "RATE_LIMIT", category: "RATE_LIMITS", correlationId: "stand-in", policyName: "TEN_SECONDLY_ROLLING" },
  headers,
})

const find = (portal: Portal, key: string, idProperty: string | null): Contact | undefined =>
  idProperty === "email" ? portal.contacts.get(key.toLowerCase()) : [...portal.contacts.values()].find((contact) => contact.id === key)

const contactRoutes = (portal: Portal): Routes => ({
  "POST /crm/v3/objects/contacts/batch/upsert": ({ body }) => upsertBatch(portal, body),
  "GET /crm/v3/objects/contacts": () => ({ status: 200, body: { results: [...portal.contacts.values()] } }),
  "GET /crm/v3/objects/contacts/:id": ({ params: { id = "" }, query }) => {
    const found = find(portal, id, query.get("idProperty"))
    return found ? { status: 200, body: found } : failure(404, "OBJECT_NOT_FOUND", "resource not found")
  },
  "GET /crm/v3/properties/:type": () => ({ status: 200, body: { results: [...portal.properties].map((name) => ({ name, label: name, type: "string", fieldType: "text", groupName: "contactinformation" })) } }),
  "POST /crm/v3/properties/:type/batch/create": ({ body }) => createProperties(portal, objectOf(body)["inputs"]),
  "POST /crm/v3/objects/contacts/gdpr-delete": ({ body }) => {
    const { objectId, idProperty } = objectOf(body)
    const found = find(portal, String(objectId), typeof idProperty === "string" ? idProperty : null)
    if (found) portal.contacts.delete(found.properties["email"] ?? "")
    return { status: 204 }
  },
})

/** HubSpot, "Properties": lower case, digits and underscores, a letter first; label, group, type and field type are required. */
const createProperties = (portal: Portal, inputs: unknown): Reply => {
  const asked = listOf(inputs).map(objectOf)
  const wrong = asked.find(
    ({ name, label, groupName, type, fieldType }) => typeof name !== "string" || !/^[a-z][a-z0-9_]*$/.test(name) || portal.properties.has(name) || !label || groupName !== "contactinformation" || type !== "string" || fieldType !== "text",
  )
  if (wrong !== undefined || asked.length === 0) return failure(400, "VALIDATION_ERROR", `Property "${String(wrong?.["name"])}" is invalid or exists already`)
  for (const { name } of asked) portal.properties.add(String(name))
  return { status: 201, body: { status: "COMPLETE", results: asked } }
}

const guarded =
  (handler: Handler, limiter: Limiter): Handler =>
  async (call) => {
    if (!/^Bearer \S+$/.test(call.headers["authorization"] ?? "")) return failure(401, "INVALID_AUTHENTICATION", "Authentication credentials not found.")
    const { left, retryAfter } = limiter.take()
    if (retryAfter !== undefined) return tooMany(limitHeaders(left))
    const reply = await handler(call)
    return { ...reply, headers: { ...limitHeaders(left), ...reply.headers } }
  }

/** HubSpot's contacts. */
export const hubspotStandIn = (portal: Portal): StandIn => {
  const limiter = createLimiter(most, windowMs, portal.clock)
  return {
    vendor: "hubspot",
    routes: Object.fromEntries(Object.entries(contactRoutes(portal)).map(([route, handler]) => [route, guarded(handler, limiter)])),
    missing: () => ({ status: 404, body: { status: "error", message: "Not found", correlationId: "stand-in" } }),
    faulty: (status) => (status === 429 ? tooMany(limitHeaders(0)) : { status, body: { status: "error", message: "internal error", correlationId: "stand-in" } }),
  }
}
