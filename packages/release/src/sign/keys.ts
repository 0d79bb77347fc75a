import { createHash, createPrivateKey, createPublicKey, type KeyObject } from "node:crypto"
import { ReleaseError } from "../errors.ts"

/**
 * Ed25519 keys as people have them: `ssh-ed25519 AAAA…` (the line of an id_ed25519.pub), private keys as PKCS #8 PEM or as
 * OpenSSH writes them. Wire formats: RFC 4253 6.6, RFC 8709, OpenSSH's PROTOCOL.key.
 */
const SSH_TYPE = "ssh-ed25519"
const KEY_BYTES = 32
/** ASN.1 in front of the bare key: SubjectPublicKeyInfo and PrivateKeyInfo of id-Ed25519 (RFC 8410). */
const SPKI_HEAD = Buffer.from("302a300506032b6570032100", "hex")
const PKCS8_HEAD = Buffer.from("302e020100300506032b657004220420", "hex")

const publicFromBytes = (bytes: Buffer): KeyObject => createPublicKey({ key: Buffer.concat([SPKI_HEAD, bytes]), format: "der", type: "spki" })
const privateFromSeed = (seed: Buffer): KeyObject => createPrivateKey({ key: Buffer.concat([PKCS8_HEAD, seed]), format: "der", type: "pkcs8" })

/** Reads length-prefixed fields one after the other. */
const fields = (bytes: Buffer) => {
  let at = 0
  const number = (): number => {
    const value = bytes.readUInt32BE(at)
    at += 4
    return value
  }
  return {
    number,
    next: (): Buffer => {
      const length = number()
      const field = bytes.subarray(at, at + length)
      if (field.length !== length) throw new RangeError("field runs past the end")
      at += length
      return field
    },
  }
}

const field = (bytes: Buffer | string): Buffer => {
  const body = Buffer.from(bytes)
  const head = Buffer.alloc(4)
  head.writeUInt32BE(body.length)
  return Buffer.concat([head, body])
}

const bytesOf = (key: KeyObject): Buffer => key.export({ format: "der", type: "spki" }).subarray(-KEY_BYTES)
const wire = (key: KeyObject): Buffer => Buffer.concat([field(SSH_TYPE), field(bytesOf(key))])

/** `ssh-ed25519 AAAA…`: how a public key stands in the plan. */
export const publicKeyText = (key: KeyObject): string => `${SSH_TYPE} ${wire(key).toString("base64")}`
/** As `ssh-keygen -l` shows it. */
export const fingerprint = (key: KeyObject): string => `SHA256:${createHash("sha256").update(wire(key)).digest("base64").replace(/=+$/, "")}`

/** Reads `ssh-ed25519 AAAA… comment`. Undefined when it is anything else. */
export const parsePublicKey = (text: string): KeyObject | undefined => {
  const [type, body] = text.trim().split(/\s+/)
  if (type !== SSH_TYPE || body === undefined) return undefined
  try {
    const read = fields(Buffer.from(body, "base64"))
    const inner = read.next().toString()
    const key = read.next()
    return inner === SSH_TYPE && key.length === KEY_BYTES ? publicFromBytes(key) : undefined
  } catch {
    return undefined
  }
}

const MAGIC = "openssh-key-v1\0"
const parseOpenSsh = (pem: string): KeyObject => {
  const bytes = Buffer.from(pem.replace(/-----[^-]+-----|\s/g, ""), "base64")
  if (bytes.subarray(0, MAGIC.length).toString("latin1") !== MAGIC) throw new RangeError("no OpenSSH key")
  const outer = fields(bytes.subarray(MAGIC.length))
  const cipher = outer.next().toString()
  if (cipher !== "none") throw new ReleaseError("key-encrypted", "This key is protected by a passphrase")
  outer.next()
  outer.next()
  outer.number()
  outer.next()
  const inner = fields(outer.next())
  inner.number()
  inner.number()
  if (inner.next().toString() !== SSH_TYPE) throw new RangeError("not ed25519")
  inner.next()
  return privateFromSeed(inner.next().subarray(0, KEY_BYTES))
}

/** Reads a private key file's text. Throws `key-unreadable` or `key-encrypted`; the key never appears in a message. */
export const parsePrivateKey = (text: string): KeyObject => {
  try {
    const key = text.includes("BEGIN OPENSSH PRIVATE KEY") ? parseOpenSsh(text) : createPrivateKey(text)
    if (key.asymmetricKeyType === "ed25519") return key
  } catch (error) {
    if (error instanceof ReleaseError) throw error
  }
  throw new ReleaseError("key-unreadable", "This is not a private ed25519 key")
}
