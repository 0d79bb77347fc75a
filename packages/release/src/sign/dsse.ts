import { createPublicKey, sign, verify, type KeyObject } from "node:crypto"
import { ReleaseError } from "../errors.ts"
import { fingerprint } from "./keys.ts"

/** Dead Simple Signing Envelope, version 1.0.2: what is signed is the type and the bytes, never a re-encoding of them. */
export interface Envelope {
  payloadType: string
  /** base64 */
  payload: string
  signatures: { keyid: string; sig: string }[]
}
const PAYLOAD_TYPE = "application/vnd.in-toto+json"

/** PAE: "DSSEv1" SP length(type) SP type SP length(body) SP body. */
const preAuthEncoding = (type: string, body: Buffer): Buffer => Buffer.concat([Buffer.from(`DSSEv1 ${Buffer.byteLength(type)} ${type} ${body.length} `), body])

/** Signs bytes with ed25519 and answers with the 64 bytes of the signature: a key file stands behind it, or a KMS. */
export interface SigningKey {
  public: KeyObject
  sign(bytes: Buffer): Promise<Buffer>
}
export const heldKey = (key: KeyObject): SigningKey => ({ public: createPublicKey(key), sign: async (bytes) => sign(null, bytes, key) })

/** Seals a statement. Throws `signature-wrong` when what came back is not this key's signature: nothing false is ever written. */
export const seal = async (statement: unknown, key: SigningKey): Promise<Envelope> => {
  const body = Buffer.from(JSON.stringify(statement))
  const signature = await key.sign(preAuthEncoding(PAYLOAD_TYPE, body))
  const envelope: Envelope = { payloadType: PAYLOAD_TYPE, payload: body.toString("base64"), signatures: [{ keyid: fingerprint(key.public), sig: signature.toString("base64") }] }
  if (opened(envelope, key.public) === undefined) throw new ReleaseError("signature-wrong", `What was signed does not fit the key ${fingerprint(key.public)}`)
  return envelope
}

const isEnvelope = (value: unknown): value is Envelope =>
  typeof value === "object" &&
  value !== null &&
  "payloadType" in value &&
  value.payloadType === PAYLOAD_TYPE &&
  "payload" in value &&
  typeof value.payload === "string" &&
  "signatures" in value &&
  Array.isArray(value.signatures) &&
  value.signatures.every((one: unknown) => typeof one === "object" && one !== null && "sig" in one && typeof one.sig === "string" && "keyid" in one && typeof one.keyid === "string")

export const parseEnvelope = (text: string): Envelope | undefined => {
  try {
    const value: unknown = JSON.parse(text)
    return isEnvelope(value) ? value : undefined
  } catch {
    return undefined
  }
}

/** The payload, if one of the signatures was made with this key. Never look into a payload before this. */
export const opened = ({ payloadType, payload, signatures }: Envelope, key: KeyObject): unknown => {
  const body = Buffer.from(payload, "base64")
  const good = signatures.some(({ sig }) => verify(null, preAuthEncoding(payloadType, body), key, Buffer.from(sig, "base64")))
  if (!good) return undefined
  try {
    return JSON.parse(body.toString())
  } catch {
    return undefined
  }
}
