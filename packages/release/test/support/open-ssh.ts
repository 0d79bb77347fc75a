import type { KeyObject } from "node:crypto"

const field = (bytes: Buffer | string): Buffer => {
  const body = Buffer.from(bytes)
  const head = Buffer.alloc(4)
  head.writeUInt32BE(body.length)
  return Buffer.concat([head, body])
}
const number = (value: number): Buffer => {
  const bytes = Buffer.alloc(4)
  bytes.writeUInt32BE(value)
  return bytes
}

/** A private key as `ssh-keygen -t ed25519 -N ""` writes it (OpenSSH, PROTOCOL.key); `cipher` other than none claims a passphrase. */
export const openSshPem = (privateKey: KeyObject, publicKey: KeyObject, cipher = "none"): string => {
  const pub = publicKey.export({ format: "der", type: "spki" }).subarray(-32)
  const seed = privateKey.export({ format: "der", type: "pkcs8" }).subarray(-32)
  const wire = Buffer.concat([field("ssh-ed25519"), field(pub)])
  const inner = Buffer.concat([number(7), number(7), wire, field(Buffer.concat([seed, pub])), field("test"), Buffer.from([1, 2, 3])])
  const whole = Buffer.concat([Buffer.from("openssh-key-v1\0"), field(cipher), field(cipher === "none" ? "none" : "bcrypt"), field(""), number(1), field(wire), field(inner)])
  return `-----BEGIN OPENSSH PRIVATE KEY-----\n${whole.toString("base64").replace(/.{70}/g, "$&\n")}\n-----END OPENSSH PRIVATE KEY-----\n`
}
