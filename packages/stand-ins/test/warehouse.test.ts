import { createHash } from "node:crypto"
import { describe, expect, test } from "vitest"
import { judgeRows, rowRules, type TableSchema } from "../src/bigquery/rules.ts"
import type { Call } from "../src/http/route.ts"
import { personRules } from "../src/pipedrive/index.ts"
import { restRules } from "../src/rest/index.ts"
import { signatureRules } from "../src/s3/signature.ts"
import { webhookRules } from "../src/webhook/index.ts"
import { post, standInsForTest } from "./support/stand-ins.ts"

const call = (change: Partial<Call>): Call => ({ method: "PUT", path: "/", params: {}, query: new URLSearchParams(), headers: {}, text: "", bytes: Buffer.from(change.text ?? ""), body: undefined, ...change })

describe("S3 stand-in", () => {
  /** "Signature Calculations for the Authorization Header", Amazon's own example of an upload. */
  const keys = { accessKeyId: "AKIAIOSFODNN7EXAMPLE", secretAccessKey: "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY", region: "us-east-1" }
  const now = Date.UTC(2013, 4, 24)
  const text = "Welcome to Amazon S3."
  const headers = {
    host: "examplebucket.s3.amazonaws.com",
    date: "Fri, 24 May 2013 00:00:00 GMT",
    "x-amz-date": "20130524T000000Z",
    "x-amz-storage-class": "REDUCED_REDUNDANCY",
    "x-amz-content-sha256": createHash("sha256").update(text).digest("hex"),
    authorization: "AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/20130524/us-east-1/s3/aws4_request,SignedHeaders=date;host;x-amz-content-sha256;x-amz-date;x-amz-storage-class,Signature=98ad721746da40c64f1a55b78f14c238d841ea1380cd77a1b5971af0ece108bd",
  }
  const good = call({ path: "/test%24file.text", headers, text, bytes: Buffer.from(text) })
  const broken = (change: Partial<Call>, at = now): string[] => Object.entries(signatureRules).flatMap(([rule, check]) => (check({ ...good, ...change }, keys, at).length > 0 ? [rule] : []))
  test("accepts Amazon's own example", () => expect(broken({})).toEqual([]))
  test.each<[keyof typeof signatureRules, Partial<Call>, number]>([
    ["authorization header", { headers: { ...headers, authorization: headers.authorization.replace("us-east-1", "eu-west-1") } }, now],
    ["signed headers", { headers: { ...headers, authorization: headers.authorization.replace("host;", "") } }, now],
    ["time", {}, now + 16 * 60_000],
    ["body hash", { bytes: Buffer.from("something else") }, now],
    ["signature", { path: "/another.text" }, now],
  ])("refuses what breaks the rule: %s", (rule, change, at) => expect(broken(change, at)).toContain(rule))
})

describe("BigQuery stand-in", () => {
  const schema: TableSchema = { id: "STRING!", at: "TIMESTAMP", n: "INT64", ok: "BOOL", more: "JSON" }
  const row = { id: "a", at: "2026-11-23T00:00:00Z", n: 1, ok: true, more: "{}" }
  const judge = (change: object) => judgeRows([{ json: { ...row, ...change } }], schema)[0]
  test("accepts a row that fits its table", () => expect(judge({})).toEqual([]))
  test.each<[keyof typeof rowRules, object]>([
    ["known columns", { other: 1 }],
    ["types", { n: 1.5 }],
    ["types", { more: "{" }],
    ["required columns", { id: null }],
  ])("refuses what breaks the rule: %s", (_rule, change) => expect(judge(change)).toHaveLength(1))
  test("asks who is there", async () => {
    const { urls } = await standInsForTest()
    expect((await post(`${urls.bigquery}/bigquery/v2/projects/p/datasets/d/tables/t/insertAll`, { rows: [] }, { authorization: "Bearer made-up" })).status).toBe(401)
    expect((await fetch(`${urls.bigquery}/token`, { method: "POST", body: new URLSearchParams({ grant_type: "urn:ietf:params:oauth:grant-type:jwt-bearer", assertion: "a.b.c" }) })).status).toBe(400)
  })
})

describe("Pipedrive stand-in", () => {
  const company = { customFields: new Set(["f".repeat(40)]), dailyTokens: 100, clock: () => 0 }
  test.each<[keyof typeof personRules, object]>([
    ["known fields", { email: "a@b.example" }],
    ["emails", { emails: [{ value: "nobody" }] }],
    ["custom fields", { custom_fields: { ["a".repeat(40)]: "x" } }],
  ])("refuses what breaks the rule: %s", (rule, person) => expect(personRules[rule]?.({ ...person }, company)).toHaveLength(1))
  test("charges by cost: four searches and four writes are a day of 100", async () => {
    const { urls } = await standInsForTest({ pipedrive: { dailyTokens: 100 } })
    const get = () => fetch(`${urls.pipedrive}/api/v2/persons/search?term=a%40b.example&fields=email&exact_match=true`, { headers: { "x-api-token": "t" } })
    for (let index = 0; index < 5; index++) expect((await get()).status).toBe(200)
    expect((await get()).status).toBe(429)
  })
})

describe("REST and webhook receivers", () => {
  test.each<[keyof typeof restRules, Partial<Call>]>([
    ["authorization", { headers: {} }],
    ["idempotency key", { headers: { authorization: "Bearer t" } }],
    ["JSON object", { headers: { authorization: "Bearer t", "idempotency-key": "k" }, body: [] }],
  ])("REST refuses what breaks the rule: %s", (rule, change) => expect(restRules[rule]?.(call(change))).toHaveLength(1))

  /** Constants of the specification's reference library. */
  const secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
  const headers = { "webhook-id": "msg_p5jXN8AQM9LWM0D4loKWxJek", "webhook-timestamp": "1614265330", "webhook-signature": "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=" }
  const message = call({ method: "POST", headers, text: '{"test": 2432232314}', body: { type: "paid", timestamp: "2026-11-23T00:00:00Z", data: {} } })
  const now = 1_614_265_330_000
  test("the receiver accepts the specification's own example", () => expect(Object.values(webhookRules).flatMap((rule) => rule(message, secret, now))).toEqual([]))
  test.each<[keyof typeof webhookRules, Partial<Call>, number]>([
    ["message id", { headers: { ...headers, "webhook-id": undefined } }, now],
    ["timestamp", {}, now + 301_000],
    ["signature", { text: '{"test": 2432232315}' }, now],
    ["envelope", { body: { type: "paid" } }, now],
  ])("the receiver refuses what breaks the rule: %s", (rule, change, at) => expect(webhookRules[rule]?.({ ...message, ...change }, secret, at)).toHaveLength(1))
})
