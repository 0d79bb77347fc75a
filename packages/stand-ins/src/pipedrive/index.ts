import type { Call, Handler, Reply } from "../http/route.ts"
import type { StandIn } from "../http/serve.ts"
import { isObject, listOf, objectOf, type Json } from "../json.ts"
import { createLimiter } from "../limiter.ts"
import type { Problem } from "../ledger.ts"

/** "Rate limiting": the smallest plan allows an API token 20 requests in 2 seconds; a day costs so many tokens for the company. */
const BURST = 20
const BURST_MS = 2_000
/** "Search API rate limit", changelog of June 2022 */
const MOST_SEARCHES = 10
const costs: Record<string, number> = { search: 20, write: 5, remove: 3 }
const DAY_MS = 86_400_000

export interface PipedriveCompany {
  /** Keys of custom person fields */
  customFields: ReadonlySet<string>
  dailyTokens: number
  clock: () => number
}
interface PersonRecord {
  id: number
  values: Json
}

type Rule = (person: Json, company: PipedriveCompany) => Problem[]
const ownFields = new Set("name owner_id org_id add_time update_time emails phones visible_to label_ids marketing_status custom_fields".split(" "))
/** "Persons", API v2, add and update (read November 2026). */
export const personRules: Record<string, Rule> = {
  "known fields": (person) => Object.keys(person).flatMap((name) => (ownFields.has(name) ? [] : [{ code: "unknown_field", path: name, message: `Parameter '${name}' is not allowed` }])),
  emails: ({ emails }) => {
    const list = listOf(emails).map(objectOf)
    const good = emails === undefined || (Array.isArray(emails) && list.every(({ value }) => typeof value === "string" && /^[^\s@]+@[^\s@]+$/.test(value)) && list.filter(({ primary }) => primary === true).length <= 1)
    return good ? [] : [{ code: "emails", path: "emails", message: "A list of {value, primary}, one of them primary" }]
  },
  "custom fields": ({ custom_fields: custom }, company) =>
    Object.keys(objectOf(custom)).flatMap((key) => (company.customFields.has(key) ? [] : [{ code: "custom_field", path: `custom_fields.${key}`, message: "No such custom field" }])),
}

const refuse = (status: number, error: string, problems: Problem[] = [{ code: String(status), message: error }], headers?: Record<string, string>): Reply => ({ status, body: { success: false, error, code: `ERR_${status}` }, problems, ...(headers && { headers }) })
const ok = (data: unknown): Reply => ({ status: 200, body: { success: true, data } })

/** Pipedrive's persons, charged by cost. Its search knows a person as soon as it is there; the real one needs a moment. */
export const pipedriveStandIn = (company: PipedriveCompany): StandIn => {
  const persons: PersonRecord[] = []
  const limiters = { all: createLimiter(BURST, BURST_MS, company.clock), search: createLimiter(MOST_SEARCHES, BURST_MS, company.clock) }
  let [day, spent] = [0, 0]
  const charged =
    (kind: string, handler: Handler): Handler =>
    (call: Call) => {
      if (!call.headers["x-api-token"]) return refuse(401, "unauthorized access")
      const today = Math.floor(company.clock() / DAY_MS)
      if (today !== day) [day, spent] = [today, 0]
      const retryAfter = limiters.all.take().retryAfter ?? (kind === "search" ? limiters.search.take().retryAfter : undefined)
      if (retryAfter !== undefined) return refuse(429, "request over limit", undefined, { "x-ratelimit-limit": String(BURST), "x-ratelimit-remaining": "0", "x-ratelimit-reset": String(retryAfter) })
      spent += costs[kind] ?? 0
      return spent > company.dailyTokens ? refuse(429, "daily token limit reached", undefined, { "x-daily-ratelimit-token-remaining": "0" }) : handler(call)
    }
  const judge = (body: unknown): Problem[] => (isObject(body) ? Object.values(personRules).flatMap((rule) => rule(body, company)) : [{ code: "body", message: "A JSON object" }])
  const withAddress = (email: string): PersonRecord[] => persons.filter(({ values }) => listOf(values["emails"]).some((one) => String(objectOf(one)["value"]).toLowerCase() === email.toLowerCase()))
  const found = (id: string | undefined): PersonRecord | undefined => persons.find((person) => String(person.id) === id)
  const routes: StandIn["routes"] = {
    "GET /api/v2/persons/search": charged("search", ({ query }) => {
      const term = query.get("term") ?? ""
      if (term.length < 2 || query.get("fields") !== "email" || query.get("exact_match") !== "true") return refuse(400, "The stand-in searches addresses exactly: term, fields=email, exact_match=true")
      return ok({ items: withAddress(term).map(({ id, values }) => ({ result_score: 1, item: { id, type: "person", name: values["name"] } })) })
    }),
    "POST /api/v2/persons": charged("write", ({ body }) => {
      const problems = judge(body)
      if (typeof objectOf(body)["name"] !== "string") problems.push({ code: "name", path: "name", message: "name is required" })
      if (problems.length > 0) return refuse(400, problems.map(({ message }) => message).join("; "), problems)
      const person = { id: persons.length + 1, values: objectOf(body) }
      persons.push(person)
      return ok({ id: person.id, ...person.values })
    }),
    "PATCH /api/v2/persons/:id": charged("write", ({ params, body }) => {
      const person = found(params["id"])
      if (person === undefined) return refuse(404, "Person not found")
      const problems = judge(body)
      if (problems.length > 0) return refuse(400, problems.map(({ message }) => message).join("; "), problems)
      Object.assign(person.values, body)
      return ok({ id: person.id, ...person.values })
    }),
    "DELETE /api/v2/persons/:id": charged("remove", ({ params }) => {
      const person = found(params["id"])
      if (person === undefined) return refuse(404, "Person not found")
      persons.splice(persons.indexOf(person), 1)
      return ok({ id: person.id })
    }),
  }
  return { vendor: "pipedrive", routes, missing: () => refuse(404, "Unknown method") }
}
