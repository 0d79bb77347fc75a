import { extname } from "node:path"
import type { OpsContainers, OpsRelease, OpsTeam } from "@tagwright/formats"
import { HttpError, jsonAnswer } from "../../http/answer.ts"
import type { Route } from "../../http/router.ts"
import type { Clock } from "../../clock.ts"
import { digestOfToken, newToken } from "../accounts/tokens.ts"
import { securityHeaders } from "../assets.ts"
import type { ViewContext } from "./context.ts"

/** What stands on disk beside the plan. The server only shows it; whoever starts the server knows how to read and verify it. */
export interface Documents {
  release(): Promise<OpsRelease>
  /** `planDigest`: of the plan the server runs on */
  containers(planDigest: string): Promise<OpsContainers>
  team(): Promise<OpsTeam>
  /** A file of the evidence; undefined: none, or a path that leads out of it */
  evidenceFile(path: string): Promise<Uint8Array | undefined>
}

const types: Record<string, string> = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".png": "image/png",
  ".jpg": "image/jpeg",
  ".webp": "image/webp",
  ".json": "application/json",
}
/**
 * The report brings its own scripts, and whoever can write into the evidence folder could change them. So it runs in a sandbox, as an
 * origin of its own: no cookie, no access to the dashboard around it. A ticket in the address lets it in instead.
 */
const REPORT_POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; base-uri 'none'; form-action 'none'; frame-ancestors 'self'; sandbox allow-scripts"
const reportHeaders = { ...securityHeaders, "content-security-policy": REPORT_POLICY, "cross-origin-resource-policy": "cross-origin", "referrer-policy": "no-referrer", "cache-control": "no-store" }
/** The report carries a policy of its own for file://. In a sandbox its 'self' would mean nobody (CSP 3, 2.2.3); ours, in the header, is the same and holds. */
const withoutOwnPolicy = (html: Uint8Array): string => Buffer.from(html).toString().replace(/<meta http-equiv="Content-Security-Policy"[^>]*>/i, "")
/** As long as somebody reads a report at a sitting. */
const TICKET_MS = 3_600_000
const MOST_TICKETS = 1_000

/** Addresses that open the report for a while, for those whom the session let in. */
const createTickets = (clock: Clock) => {
  const tickets = new Map<string, number>()
  return {
    issue: (): string => {
      const now = clock.now()
      for (const [ticket, until] of tickets) if (until < now || tickets.size >= MOST_TICKETS) tickets.delete(ticket)
      const ticket = newToken()
      tickets.set(digestOfToken(ticket), now + TICKET_MS)
      return ticket
    },
    valid: (ticket: string): boolean => (tickets.get(digestOfToken(ticket)) ?? 0) >= clock.now(),
  }
}
const none: OpsRelease = { belongs: false, signatures: [], releases: [] }

/** `GET /ops/api/{release,containers,team}`, `GET /ops/report/<ticket>/*` */
export const documentRoutes = ({ access, runtime, clock }: ViewContext, documents: Documents | undefined): Route[] => {
  const tickets = createTickets(clock)
  const release = async (): Promise<OpsRelease> => {
    const found = (await documents?.release()) ?? none
    return found.evidence === undefined ? found : { ...found, evidence: { ...found.evidence, report: `${tickets.issue()}/${found.evidence.report}` } }
  }
  return [
    {
      method: "GET",
      path: "/ops/api/release",
      handle: async (call) => {
        access(call, "read")
        return jsonAnswer(200, await release())
      },
    },
    {
      method: "GET",
      path: "/ops/api/containers",
      handle: async (call) => {
        access(call, "read")
        return jsonAnswer(200, (await documents?.containers(runtime.plan.planDigest)) ?? ({ current: false, containers: [], differences: [] } satisfies OpsContainers))
      },
    },
    {
      method: "GET",
      path: "/ops/api/team",
      handle: async (call) => {
        access(call, "read")
        return jsonAnswer(200, (await documents?.team()) ?? ({ people: [] } satisfies OpsTeam))
      },
    },
    {
      method: "GET",
      path: "/ops/report/:ticket/*",
      handle: async (_call, { ticket = "", "*": path = "" }) => {
        if (!tickets.valid(ticket)) throw new HttpError(404, "not_found")
        const body = await documents?.evidenceFile(path)
        if (body === undefined) throw new HttpError(404, "not_found")
        return { status: 200, headers: { ...reportHeaders, "content-type": types[extname(path)] ?? "text/plain; charset=utf-8" }, body: path.endsWith(".html") ? withoutOwnPolicy(body) : body }
      },
    },
  ]
}
