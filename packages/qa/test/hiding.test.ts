import type { EvidenceRecord, RequestRecord } from "@tagwright/formats"
import { expect, test } from "vitest"
import { personaFor } from "../src/journey/persona.ts"
import { hiding } from "../src/record/hiding.ts"
import { createSearcher, type Searcher } from "../src/record/personal.ts"
import { tinyPlan } from "./tiny-plan.ts"

const persona = personaFor("all", "reads")
const where = { scenario: "all", journey: "reads", step: 3 }
const search = createSearcher(tinyPlan(), persona, "salt")
const written = (record: EvidenceRecord, by: Searcher = search): EvidenceRecord[] => {
  const records: EvidenceRecord[] = []
  const sink = { write: (one: EvidenceRecord) => void records.push(one), attach: () => undefined }
  hiding({ ...where, search: by }, sink).write(record)
  return records
}

test("P1 what a destination may get is not in the evidence either, and the rest of it is", () => {
  const received = { inputs: [{ id: persona.email, properties: { firstname: persona.name, lead_id: "uuid-1", count: 3, card: 4111111111111111 } }] }
  const [record] = written({ kind: "delivery", ...where, event: "lead_submit", destination: "crm", state: "delivered", attempts: 1, received })
  expect(record).toMatchObject({ received: { inputs: [{ id: "[email]", properties: { firstname: "[name]", lead_id: "uuid-1", count: 3, card: "[card]" } }] }, attempts: 1 })
})

test("P1 a body that is JSON stays JSON, and one without personal data stays as it was", () => {
  const request: Omit<RequestRecord, "body"> = { kind: "request", ...where, from: "browser", method: "POST", url: "https://site.example/t/collect", query: { q: persona.phone, utm_source: "x" }, cookies: [], party: "collect" }
  const [hidden] = written({ ...request, body: JSON.stringify({ v: 1, events: [{ personal: { email: persona.email } }] }) })
  expect(hidden).toMatchObject({ query: { q: "[phone]", utm_source: "x" }, body: '{"v":1,"events":[{"personal":{"email":"[email]"}}]}' })
  expect(written({ ...request, query: {}, body: '{ "v": 1 }' })).toMatchObject([{ body: '{ "v": 1 }' }])
})

test("P1 a value that is left in the evidence all the same is told once, as a fault of ours", () => {
  const careless = { ...search, hideIn: (value: unknown) => value }
  const records = written({ kind: "push", ...where, message: { contact: persona.email }, violations: [] }, careless)
  expect(records.slice(1)).toMatchObject([{ kind: "personal-data", place: "evidence", name: "push", type: "email", step: 3 }])
  expect(JSON.stringify(records.slice(1))).not.toContain("@")
})

test("P1 the server's log, what it stores and headers of requests are searched", () => {
  expect(search.logged(where, JSON.stringify({ level: 50, msg: `cannot deliver to ${persona.email}` }))).toMatchObject([{ place: "log", name: "msg", type: "email" }])
  expect(search.logged(where, JSON.stringify({ level: 30, msg: "draining", time: 1764000000000, pid: 4111 }))).toEqual([])
  expect(search.stored(where, "purchase", { value: 5, note: persona.familyName })).toMatchObject([{ place: "server-payload", name: "note", event: "purchase", type: "name" }])
})
