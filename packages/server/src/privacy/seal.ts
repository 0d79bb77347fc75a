import { createCipheriv, createDecipheriv, createHmac, randomBytes } from "node:crypto"

const KEY_BYTES = 32
/** AES-GCM: 96-bit nonce, 128-bit tag (NIST SP 800-38D). */
const NONCE_BYTES = 12
const TAG_BYTES = 16

export const newKey = (): Uint8Array => randomBytes(KEY_BYTES)

/** nonce, ciphertext, tag */
export const sealWith = (key: Uint8Array, plain: string | Uint8Array): Buffer => {
  const nonce = randomBytes(NONCE_BYTES)
  const cipher = createCipheriv("aes-256-gcm", key, nonce)
  return Buffer.concat([nonce, cipher.update(plain), cipher.final(), cipher.getAuthTag()])
}

/** Throws when the bytes were not sealed with this key. */
export const openWith = (key: Uint8Array, sealed: Uint8Array): Buffer => {
  const decipher = createDecipheriv("aes-256-gcm", key, sealed.subarray(0, NONCE_BYTES))
  decipher.setAuthTag(sealed.subarray(sealed.length - TAG_BYTES))
  return Buffer.concat([decipher.update(sealed.subarray(NONCE_BYTES, sealed.length - TAG_BYTES)), decipher.final()])
}

/** The subject of the suppression list's own key, which is never destroyed. No lead can have that name. */
export const SUPPRESSION = "$suppression"
/** Addresses can be guessed, and a bare hash would tell each guess whether it is right. HMAC-SHA-256, hex. */
export const keyedDigest = (key: Uint8Array, name: string): string => createHmac("sha256", key).update(name).digest("hex")
