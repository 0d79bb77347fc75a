import { createCipheriv, createDecipheriv, createHmac, randomBytes, timingSafeEqual } from "node:crypto"
import type { DatabaseSync } from "node:sqlite"
import { bytes } from "../store/columns.ts"

const KEY_BYTES = 32
const TAG_BYTES = 16
const SECRET = "handles"

/**
 * Stands for a person in addresses and for roles that may not see lead ids. Deterministic (one person, one handle) and reversible
 * by this server alone: a synthetic IV as in RFC 5297, so the same id never shows twice differently and a forged one is refused.
 */
export interface Handles {
  of(leadId: string): string
  /** undefined: not one of ours */
  leadOf(handle: string): string | undefined
}

const keyIn = (db: DatabaseSync): Buffer => {
  db.prepare("INSERT OR IGNORE INTO secret (name, value) VALUES (?, ?)").run(SECRET, randomBytes(2 * KEY_BYTES))
  return Buffer.from(bytes(db.prepare("SELECT value FROM secret WHERE name = ?").get(SECRET)?.["value"]))
}

export const createHandles = (db: DatabaseSync): Handles => {
  const key = keyIn(db)
  const tagOf = (text: Buffer): Buffer => createHmac("sha256", key.subarray(0, KEY_BYTES)).update(text).digest().subarray(0, TAG_BYTES)
  const cipherKey = key.subarray(KEY_BYTES)
  return {
    of: (leadId) => {
      const text = Buffer.from(leadId)
      const tag = tagOf(text)
      const cipher = createCipheriv("aes-256-ctr", cipherKey, tag)
      return Buffer.concat([tag, cipher.update(text), cipher.final()]).toString("base64url")
    },
    leadOf: (handle) => {
      const sealed = Buffer.from(handle, "base64url")
      if (sealed.length <= TAG_BYTES) return undefined
      const tag = sealed.subarray(0, TAG_BYTES)
      const decipher = createDecipheriv("aes-256-ctr", cipherKey, tag)
      const text = Buffer.concat([decipher.update(sealed.subarray(TAG_BYTES)), decipher.final()])
      return timingSafeEqual(tagOf(text), tag) ? text.toString() : undefined
    },
  }
}
