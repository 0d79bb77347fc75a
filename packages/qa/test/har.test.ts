import type { Har } from "har-format"
import { createRequire } from "node:module"
import addFormats from "ajv-formats"
import { Ajv } from "ajv"
import { scanDocument } from "@tagwright/privacy"
import { expect, test } from "vitest"
import { tinyPlan } from "./tiny-plan.ts"
import { harOf } from "../src/record/har.ts"
import { createSearcher } from "../src/record/personal.ts"
import { personaFor } from "../src/journey/persona.ts"
import type { Seen } from "../src/proxy/proxy.ts"
import { watch } from "./watch.ts"

const require = createRequire(import.meta.url)
/** The published schema of HAR 1.2, definition by definition (npm har-schema). */
const validator = () => {
  const ajv = new Ajv({ strict: false, allErrors: true })
  addFormats.default(ajv)
  ajv.addMetaSchema(require("ajv/dist/refs/json-schema-draft-06.json"))
  const schemas: Record<string, { $id: string }> = require("har-schema")
  for (const schema of Object.values(schemas)) ajv.addSchema(schema)
  const validate = ajv.getSchema("har.json#")
  if (validate === undefined) throw new Error("no schema for HAR")
  return (har: unknown): string[] => (validate(har) === true ? [] : (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message ?? ""}`))
}

const persona = personaFor("all", "a walk")
const seen = (more: Partial<Seen> & { url: URL }): Seen => ({ order: 0, at: 1_790_000_000_000, answeredAt: 1_790_000_000_012, step: 0, method: "GET", headers: {}, body: "", status: 200, answer: { headers: { "content-type": "text/html" }, bytes: 12 }, ...more })

const walk = (): Seen[] => [
  seen({ url: new URL("https://tiny.example/?utm_source=mail") }),
  seen({ order: 2, step: 1, url: new URL(`https://vendor.example/p?mail=${encodeURIComponent(persona.email)}&name=${encodeURIComponent(persona.name)}&api_secret=s3cr3t-value&en=page_view`), headers: { cookie: "_ga=GA1.1.1234567890.1700000000; sid=abc", referer: `https://tiny.example/?m=${encodeURIComponent(persona.email)}`, authorization: "Bearer very-secret" }, status: "dropped" }),
  seen({ order: 1, step: 1, method: "POST", url: new URL("https://tiny.example/t/collect"), body: JSON.stringify({ events: [{ personal: { email: persona.email } }] }), choice: { analytics: true }, answer: { headers: { "set-cookie": ["sid=abc; Path=/; HttpOnly", "x=y"], "content-type": "application/json" }, bytes: 2 } }),
]
const hide = createSearcher(tinyPlan(), persona, "salt").hide
const har = () => harOf(walk(), hide, { name: "chromium", version: "1" })

test("The archive is HAR 1.2 by its published schema, with a page per step, in the order of arrival", () => {
  expect(validator()(har())).toEqual([])
  expect(har().log.entries.map(({ pageref, request }) => `${pageref} ${request.method} ${new URL(request.url).host}`)).toEqual(["step-1 GET tiny.example", "step-2 POST tiny.example", "step-2 GET vendor.example"])
  expect(har().log.entries.map(({ comment, time }) => `${comment} ${time}`)).toEqual(["before any choice 12", "allowed: analytics 12", "before any choice 12"])
})

test("The schema notices what is wrong, or the test above would prove nothing", () => {
  const broken = har()
  Reflect.deleteProperty(broken.log.entries[0] ?? {}, "request")
  expect(validator()(broken)).not.toEqual([])
})

test("a run leaves one per walk, sealed, valid, and without what the visitor typed", async () => {
  const { files } = await watch({ formByGet: true }, { scenarios: ["none"] })
  const [path, text = ""] = [...files].find(([name]) => name.endsWith(".har")) ?? []
  expect(path).toBe("har/none/visitor-becomes-a-lead.har")
  const parsed: Har = JSON.parse(text)
  expect(validator()(parsed)).toEqual([])
  // The form by GET put them into addresses and referrers.
  expect(text).toContain("[email]")
  const typed = personaFor("none", "visitor becomes a lead")
  for (const value of [typed.email, encodeURIComponent(typed.email), typed.familyName]) expect(text).not.toContain(value)
}, 240_000)

test("No personal value, no cookie's value and no secret is in it; what they were is", () => {
  const text = JSON.stringify(har())
  for (const value of [persona.email, encodeURIComponent(persona.email), persona.name, "s3cr3t-value", "very-secret", "GA1.1", "sid=abc"]) expect(text).not.toContain(value)
  expect(scanDocument("walk.har", text)).toEqual([])
  expect(text).toContain("[email]")
  expect(har().log.entries[2]?.request.cookies).toEqual([{ name: "_ga", value: "***" }, { name: "sid", value: "***" }])
  expect(new URL(har().log.entries[2]?.request.url ?? "").searchParams.get("en")).toBe("page_view")
})
