import { createHmac, createSecretKey, type KeyObject } from "node:crypto"
import { Webhook } from "standardwebhooks"

const PREFIX = "whsec_"

/** The key of a Standard Webhooks secret (base64, with or without `whsec_`); undefined where the specification's library refuses it. */
const keyOf = (secret: string): KeyObject | undefined => {
  try {
    new Webhook(secret)
    return createSecretKey(secret.startsWith(PREFIX) ? secret.slice(PREFIX.length) : secret, "base64")
  } catch {
    return undefined
  }
}

/** `webhook-signature` of a message sent at `seconds` (since 1970). The library hashes in JavaScript, which costs a tenth of the deliveries a second (docs/benchmarks.md); a test holds this against it. */
const sign = (key: KeyObject, id: string, seconds: number, body: string): string => `v1,${createHmac("sha256", key).update(`${id}.${seconds}.${body}`).digest("base64")}`

export type Signer = (id: string, seconds: number, body: string) => string

/** Signs with the first of the secrets; receivers may still accept others while one is exchanged. Undefined: it is no base64. */
export const signerOf = (secrets: string): Signer | undefined => {
  const [first = ""] = secrets.split(/[\s,]+/)
  const key = keyOf(first)
  return key && ((id, seconds, body) => sign(key, id, seconds, body))
}
