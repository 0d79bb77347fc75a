import type { Call, Reply } from "../http/route.ts"
import type { StandIn } from "../http/serve.ts"
import { listOf, objectOf } from "../json.ts"
import { judgeLinkedIn, MOST_ELEMENTS } from "./rules.ts"

const refuse = (status: number, code: string, message: string): Reply => ({ status, body: { status, code, message }, problems: [{ code, message }] })

/** Each version lives twelve months ("Versioning"). */
const LIFETIME_MONTHS = 12
const monthsOf = (yyyymm: string): number => Number(yyyymm.slice(0, 4)) * 12 + Number(yyyymm.slice(4))
const headerProblem = ({ headers }: Call, now: number): Reply | undefined => {
  const version = headers["linkedin-version"] ?? ""
  if (!/^Bearer \S+$/.test(headers["authorization"] ?? "")) return refuse(401, "EMPTY_ACCESS_TOKEN", "Empty oauth2 access token")
  if (!/^20\d{2}(0[1-9]|1[0-2])$/.test(version)) return refuse(400, "VERSION_MISSING", "A version must be present. Please specify a version by adding the LinkedIn-Version header.")
  const age = monthsOf(new Date(now).toISOString().slice(0, 7).replace("-", "")) - monthsOf(version)
  if (age < 0 || age > LIFETIME_MONTHS) return refuse(426, "NONEXISTENT_VERSION", `Requested version ${version} is not active`)
  if (headers["x-restli-protocol-version"] !== "2.0.0") return refuse(400, "PROTOCOL_VERSION", "X-Restli-Protocol-Version: 2.0.0")
  return headers["x-restli-method"] === "BATCH_CREATE" ? undefined : refuse(400, "METHOD", "X-RestLi-Method: BATCH_CREATE")
}

/** LinkedIn's Conversions API: a batch answers 200 with a status per element. */
export const linkedinStandIn = (clock: () => number): StandIn => ({
  vendor: "linkedin",
  routes: {
    "POST /rest/conversionEvents": (call) => {
      const wrong = headerProblem(call, clock())
      if (wrong !== undefined) return wrong
      const elements = listOf(objectOf(call.body)["elements"])
      if (elements.length === 0 || elements.length > MOST_ELEMENTS) return refuse(400, "ELEMENTS", `1 to ${MOST_ELEMENTS} elements`)
      const judged = elements.map((element, i) => judgeLinkedIn(element, `elements[${i}]`, clock()))
      return {
        status: 200,
        body: { elements: judged.map((problems) => (problems.length === 0 ? { status: 201 } : { status: 400, error: { status: 400, code: "INVALID", message: problems.map(({ message }) => message).join("; ") } })) },
        problems: judged.flat(),
      }
    },
  },
  missing: () => refuse(404, "RESOURCE_NOT_FOUND", "No virtual resource found"),
})
