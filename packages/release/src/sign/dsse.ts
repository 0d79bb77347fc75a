import { sign, verify, type KeyObject } from "node:crypto"

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

/** Signs bytes and answers with the raw signature; a key file or a KMS stand behind it. */
export type Signer = { keyid: string; sign(bytes: Buffer): Promise<Buffer> }

export const signerOf = (key: KeyObject, keyid: string): Signer => ({ keyid, sign: async (bytes) => sign(null, bytes, key) })

export const seal = async (statement: unknown, signer: Signer): Promise<Envelope> => {
  const body = Buffer.from(JSON.stringify(statement))
  const signature = await signer.sign(preAuthEncoding(PAYLOAD_TYPE, body))
  return { payloadType: PAYLOAD_TYPE, payload: body.toString("base64"), signatures: [{ keyid: signer.keyid, sig: signature.toString("base64") }] }
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
