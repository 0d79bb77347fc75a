import type { Call, Reply } from "../http/route.ts"
import type { StandIn } from "../http/serve.ts"
import { signatureRules, type S3Keys } from "./signature.ts"

export interface S3Store {
  buckets: ReadonlySet<string>
  keys: S3Keys
  clock: () => number
}

const statuses: Record<string, number> = { NoSuchBucket: 404, XAmzContentSHA256Mismatch: 400, AuthorizationHeaderMalformed: 400 }
const FORBIDDEN = 403
const refuse = (code: string, message: string): Reply => ({
  status: statuses[code] ?? FORBIDDEN,
  body: `<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>${code}</Code><Message>${message}</Message><RequestId>stand-in</RequestId></Error>`,
  problems: [{ code, message }],
})

/** The most folders in a key that the stand-in's routes know. */
const DEEPEST = 5

/** Any S3-compatible store: buckets in the path, every request signed. */
export const s3StandIn = ({ buckets, keys, clock }: S3Store): StandIn & { objects: ReadonlyMap<string, Buffer> } => {
  const objects = new Map<string, Buffer>()
  const checked = (call: Call, handle: (name: string) => Reply): Reply => {
    const [problem] = Object.values(signatureRules).flatMap((rule) => rule(call, keys, clock()))
    if (problem !== undefined) return refuse(problem.code, problem.message)
    const [, bucket = ""] = call.path.split("/")
    return buckets.has(bucket) ? handle(decodeURIComponent(call.path.slice(1))) : refuse("NoSuchBucket", "The specified bucket does not exist")
  }
  const put = (call: Call): Reply =>
    checked(call, (name) => {
      objects.set(name, call.bytes)
      return { status: 200, headers: { etag: '"stand-in"' } }
    })
  const depths = Array.from({ length: DEEPEST }, (_, depth) => `PUT /:bucket${Array.from({ length: depth + 1 }, (_one, index) => `/:part${index}`).join("")}`)
  return {
    vendor: "s3",
    objects,
    routes: Object.fromEntries(depths.map((route) => [route, put])),
    missing: () => refuse("MethodNotAllowed", "The stand-in takes PUT of objects"),
    faulty: (status) => ({ status, body: "<Error><Code>SlowDown</Code></Error>" }),
  }
}
