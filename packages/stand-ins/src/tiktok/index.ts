import type { Reply } from "../http/route.ts"
import type { StandIn } from "../http/serve.ts"
import type { Problem } from "../ledger.ts"
import { judgeTikTok } from "./rules.ts"

/** 200 whatever happened; the code tells ("Return codes"; by name in `tiktok_code.py` of TikTok's own SDK). */
const answer = (code: number, message: string, problems: Problem[] = []): Reply => ({ status: 200, body: { code, message, request_id: "stand-in", data: {} }, problems })

/** What other vendors say by a status */
const inWords = new Map<number, [code: number, message: string]>([
  [400, [40_002, "Invalid parameter"]],
  [401, [40_105, "Access token is incorrect or has been revoked."]],
  [429, [40_100, "Request too frequent"]],
])

/** TikTok's Events API 2.0. One bad event fails the whole request. */
export const tiktokStandIn = (clock: () => number): StandIn => ({
  vendor: "tiktok",
  routes: {
    "POST /open_api/v1.3/event/track/": ({ headers, body }) => {
      if (!headers["access-token"]) return answer(40_104, "Access token is empty.", [{ code: "40104", message: "No access token" }])
      const problems = judgeTikTok(body, clock())
      return problems.length === 0 ? answer(0, "OK") : answer(40_002, problems.map(({ path, message }) => `${path}: ${message}`).join("; "), problems)
    },
  },
  missing: () => ({ status: 404, body: { code: 40_400, message: "Path not found", request_id: "stand-in", data: {} } }),
  faulty: (status) => {
    const said = inWords.get(status)
    return said === undefined ? { status, body: "" } : answer(...said)
  },
})
