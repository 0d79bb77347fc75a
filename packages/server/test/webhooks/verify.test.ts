import { generateKeyPairSync, sign } from "node:crypto"
import { crc32 } from "node:zlib"
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest"
import type { Message } from "../../src/webhooks/occasion.ts"
import { paypal } from "../../src/webhooks/paypal/index.ts"
import { pipedrive } from "../../src/webhooks/pipedrive/index.ts"
import { mutate, seeded } from "./mutate.ts"
import { vectors, type Vector } from "./vectors.ts"

const HOUR_MS = 3_600_000
const MUTANTS = 1_000

/** PayPal's signature is RSA: a key of the test's own, served at an address of PayPal's. */
const paypalVector = (): Vector => {
  const { privateKey, publicKey } = generateKeyPairSync("rsa", { modulusLength: 2048 })
  const body = '{"id":"WH-1","event_type":"PAYMENT.CAPTURE.COMPLETED"}'
  const time = "2024-11-15T21:12:01Z"
  const signature = sign("sha256", Buffer.from(["tx-1", time, "WEBHOOK-ID", crc32(body)].join("|")), privateKey).toString("base64")
  return {
    title: "PayPal, offline",
    provider: paypal(() => Promise.resolve(publicKey.export({ type: "spki", format: "pem" }).toString())),
    secret: "WEBHOOK-ID",
    message: {
      headers: { "paypal-transmission-id": "tx-1", "paypal-transmission-time": time, "paypal-transmission-sig": signature, "paypal-cert-url": "https://api.paypal.com/v1/certs/1", "paypal-auth-algo": "SHA256withRSA" },
      body: Buffer.from(body),
      url: "https://example.com/wh",
      method: "POST",
    },
    now: Date.parse(time),
  }
}
const pipedriveVector: Vector = {
  title: "Pipedrive, basic authentication",
  provider: pipedrive,
  secret: "user:pass",
  message: { headers: { authorization: "Basic dXNlcjpwYXNz" }, body: Buffer.from("{}"), url: "https://example.com/wh", method: "POST" },
  now: 0,
}
const all = [...vectors, paypalVector(), pipedriveVector]

// The reference library of Standard Webhooks reads the machine's clock.
beforeEach(() => void vi.useFakeTimers({ toFake: ["Date"] }))
afterEach(() => void vi.useRealTimers())
const verify = ({ provider, secret, now }: Vector, message: Message, at = now, secrets = [secret]) => {
  vi.setSystemTime(at)
  return provider.verify(message, secrets, at)
}

describe.each(all)("D3.5 $title", (vector) => {
  it("accepts the known answer, and also while its secret is being exchanged", async () => {
    expect(await verify(vector, vector.message)).toMatchObject({ verdict: "genuine" })
    const other = vector.secret.startsWith("whsec_") ? "whsec_b3RoZXItc2VjcmV0LW90aGVyLXNlY3JldA==" : "another-secret"
    expect(await verify(vector, vector.message, vector.now, [other, vector.secret])).toMatchObject({ verdict: "genuine" })
    expect(await verify(vector, vector.message, vector.now, [other])).toMatchObject({ verdict: "forged" })
  })

  it("cannot tell without a secret: that is our mistake, not the sender's", async () => {
    expect(await verify(vector, vector.message, vector.now, [])).toEqual({ verdict: "unverifiable", reason: "secret_missing" })
  })

  it(`accepts none of ${MUTANTS} changed requests`, async () => {
    const random = seeded(vector.title.length)
    // Basic authentication covers the credentials, nothing else.
    const parts: ("headers" | "body")[] = vector.provider === pipedrive ? ["headers"] : ["headers", "body"]
    for (let index = 0; index < MUTANTS; index++) {
      const mutant = mutate(vector.message, random, parts)
      const { verdict } = await verify(vector, mutant)
      if (verdict === "genuine" || verdict === "untimely") throw new Error(`accepted: ${JSON.stringify(mutant.headers)} ${mutant.body.toString("latin1")}`)
    }
  })
})

const timed = ["PayPal, offline", "Standard Webhooks, the reference library's constants", "Stripe", "Paddle", "HubSpot v3"]
describe.each(all.filter((vector) => timed.includes(vector.title)))("D3.5 the time of $title", (vector) => {
  it("may not be old, nor in the future: that is said apart from a forgery, and only of what the sender did sign", async () => {
    const inTime = await verify(vector, vector.message)
    // PayPal repeats for three days with the time of the first try.
    const late = await verify(vector, vector.message, vector.now + 100 * HOUR_MS)
    expect(late).toMatchObject({ verdict: "untimely", reason: "timestamp_too_old", stamp: expect.any(Number) })
    expect(late).toMatchObject("key" in inTime ? { key: inTime.key } : {})
    expect(await verify(vector, vector.message, vector.now - HOUR_MS)).toMatchObject({ verdict: "untimely", reason: "timestamp_in_future" })
    const changed = { ...vector.message, body: Buffer.from("{}") }
    for (const at of [100 * HOUR_MS, -HOUR_MS]) expect(await verify(vector, changed, vector.now + at)).toMatchObject({ verdict: "forged", reason: expect.stringMatching(/^timestamp_/) })
  })
})

describe("D3.5 PayPal's time", () => {
  it("may be as old as its retries, and not in the future", async () => {
    const vector = paypalVector()
    expect(await verify(vector, vector.message, vector.now + 48 * HOUR_MS)).toMatchObject({ verdict: "genuine" })
    expect(await verify(vector, vector.message, vector.now + 73 * HOUR_MS)).toMatchObject({ verdict: "untimely" })
    expect(await verify(vector, vector.message, vector.now - HOUR_MS)).toMatchObject({ verdict: "untimely" })
  })
})

describe("D3.5 an exchange of secrets at the sender", () => {
  it("a request with two signatures is accepted by either secret, in either order", async () => {
    const paddleVector = vectors.find(({ title }) => title === "Paddle")
    const stripeVector = vectors.find(({ title }) => title === "Stripe")
    if (paddleVector === undefined || stripeVector === undefined) throw new Error("no vector")
    const wrong = "0".repeat(64)
    const [, h1 = ""] = (paddleVector.message.headers["paddle-signature"] ?? "").split(";h1=")
    const [, v1 = ""] = (stripeVector.message.headers["stripe-signature"] ?? "").split(",v1=")
    for (const list of [[h1, wrong], [wrong, h1]]) {
      const message = { ...paddleVector.message, headers: { "paddle-signature": `ts=1731705121;${list.map((one) => `h1=${one}`).join(";")}` } }
      expect(await verify(paddleVector, message)).toMatchObject({ verdict: "genuine" })
    }
    for (const list of [[v1, wrong], [wrong, v1]]) {
      const message = { ...stripeVector.message, headers: { "stripe-signature": `t=1731705121,${list.map((one) => `v1=${one}`).join(",")}` } }
      expect(await verify(stripeVector, message)).toMatchObject({ verdict: "genuine" })
    }
  })
})

describe("D3.5 PayPal's certificate", () => {
  it.each(["https://evil.example/cert", "http://api.paypal.com/cert", "https://paypal.com.evil.example/c", "https://api.paypal.com:8443/c", "file:///etc/passwd"])("is never asked for at %s", async (url) => {
    const vector = paypalVector()
    const message = { ...vector.message, headers: { ...vector.message.headers, "paypal-cert-url": url } }
    expect(await verify(vector, message)).toEqual({ verdict: "forged", reason: "certificate_of_a_stranger" })
  })
})
