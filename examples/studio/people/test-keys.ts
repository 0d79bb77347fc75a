import { createHash, createPrivateKey, type KeyObject } from "node:crypto"

/** Of a bare ed25519 key as PKCS #8 (RFC 8410). */
const PKCS8_HEAD = Buffer.from("302e020100300506032b657004220420", "hex")

/**
 * The private key of somebody who does not exist. Everybody can make it from the name, so it proves nothing: it lets the
 * example sign, and every clone build the same bundle. Real people make their own (`ssh-keygen -t ed25519`) and keep it.
 */
export const testKey = (person: string): KeyObject => {
  const seed = createHash("sha256").update(`Northlight Studio, test key of ${person}`).digest()
  return createPrivateKey({ key: Buffer.concat([PKCS8_HEAD, seed]), format: "der", type: "pkcs8" })
}
