import { createHash, timingSafeEqual } from "node:crypto"
import { objectAt, parseLossless, textAt } from "../lossless.ts"
import { ignored, type WebhookProvider } from "../occasion.ts"

const digest = (value: string): Buffer => createHash("sha256").update(value).digest()

/** Pipedrive signs nothing: it sends the user name and password that the webhook was made with (`user:password` in the secret). */
export const pipedrive: WebhookProvider = {
  verify: ({ headers, body }, secrets) => {
    if (secrets.length === 0) return { verdict: "unverifiable", reason: "secret_missing" }
    const found = digest(headers["authorization"] ?? "")
    const isOurs = secrets.filter((secret) => timingSafeEqual(found, digest(`Basic ${Buffer.from(secret).toString("base64")}`))).length > 0
    if (!isOurs) return { verdict: "forged", reason: "credentials_wrong", mismatch: true }
    return { verdict: "genuine", key: idOf(body) }
  },
  read: () => ignored("not_about_money"),
}

const idOf = (body: Buffer): string => {
  try {
    return textAt(objectAt(parseLossless(body.toString()), "meta"), "id") ?? digest(body.toString()).toString("hex")
  } catch {
    return digest(body.toString()).toString("hex")
  }
}
