import { createHash, createHmac } from "node:crypto"
import type { Call } from "../http/route.ts"
import type { Problem } from "../ledger.ts"

/** "Authenticating requests: AWS Signature Version 4": requests further off than this are refused. */
const SKEW_MS = 15 * 60_000

const sha256 = (data: string | Buffer): string => createHash("sha256").update(data).digest("hex")
const hmac = (key: string | Buffer, text: string): Buffer => createHmac("sha256", key).update(text).digest()
const AUTHORIZATION = /^AWS4-HMAC-SHA256 Credential=([^/]+)\/(\d{8})\/([^/]+)\/s3\/aws4_request, ?SignedHeaders=([a-z0-9;-]+), ?Signature=([0-9a-f]{64})$/
const timeOf = (stamp: string): number => Date.parse(stamp.replace(/^(\d{4})(\d{2})(\d{2})T(\d{2})(\d{2})(\d{2})Z$/, "$1-$2-$3T$4:$5:$6Z"))

export interface S3Keys {
  accessKeyId: string
  secretAccessKey: string
  region: string
}
type Rule = (call: Call, keys: S3Keys, now: number) => Problem[]
const problem = (code: string, message: string): Problem[] => [{ code, message }]
const partsOf = ({ headers }: Call): RegExpExecArray | null => AUTHORIZATION.exec(headers["authorization"] ?? "")

/** Computed from the specification, not by the library that signs. */
const expected = (call: Call, { secretAccessKey, region }: S3Keys, day: string, signed: string): string => {
  const names = signed.split(";")
  const canonical = [
    call.method,
    call.path,
    [...call.query].map(([key, value]) => `${encodeURIComponent(key)}=${encodeURIComponent(value)}`).toSorted().join("&"),
    ...names.map((name) => `${name}:${(call.headers[name] ?? "").trim().replace(/ +/g, " ")}`),
    "",
    signed,
    call.headers["x-amz-content-sha256"] ?? "",
  ].join("\n")
  const text = ["AWS4-HMAC-SHA256", call.headers["x-amz-date"], `${day}/${region}/s3/aws4_request`, sha256(canonical)].join("\n")
  const key = ["s3", "aws4_request"].reduce((secret, part) => hmac(secret, part), hmac(hmac(`AWS4${secretAccessKey}`, day), region))
  return hmac(key, text).toString("hex")
}

/** Broken rules by S3's own error codes, in the order that S3 looks. */
export const signatureRules: Record<string, Rule> = {
  "authorization header": (call, { accessKeyId, region }) => {
    const parts = partsOf(call)
    if (parts === null) return problem("AuthorizationHeaderMalformed", "AWS4-HMAC-SHA256, scope s3/aws4_request")
    if (parts[1] !== accessKeyId) return problem("InvalidAccessKeyId", "No such access key")
    return parts[3] === region ? [] : problem("AuthorizationHeaderMalformed", `The region is wrong; expecting '${region}'`)
  },
  "signed headers": (call) => (["host", "x-amz-content-sha256", "x-amz-date"].every((name) => partsOf(call)?.[4]?.split(";").includes(name)) ? [] : problem("AccessDenied", "host, x-amz-date and x-amz-content-sha256 are signed")),
  time: ({ headers }, _keys, now) => {
    const at = timeOf(headers["x-amz-date"] ?? "")
    return Math.abs(at - now) <= SKEW_MS ? [] : problem("RequestTimeTooSkewed", "More than 15 minutes off")
  },
  "body hash": ({ headers, bytes }) => (headers["x-amz-content-sha256"] === sha256(bytes) ? [] : problem("XAmzContentSHA256Mismatch", "The body is not what was signed")),
  signature: (call, keys) => {
    const parts = partsOf(call)
    return parts !== null && parts[5] === expected(call, keys, parts[2] ?? "", parts[4] ?? "") ? [] : problem("SignatureDoesNotMatch", "The signature does not match")
  },
}
