import { extname } from "node:path"
import type { OpsContainers, OpsRelease, OpsTeam } from "@tagwright/formats"
import { HttpError, jsonAnswer } from "../../http/answer.ts"
import type { Route } from "../../http/router.ts"
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
/** The report loads its data as scripts of its own folder. What is not a part of the report is handed out as text, never run. */
const REPORT_POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; base-uri 'none'; form-action 'none'; frame-ancestors 'self'"
const none: OpsRelease = { belongs: false, signatures: [], releases: [] }

/** `GET /ops/api/release`, `GET /ops/api/containers`, `GET /ops/report/*` */
export const documentRoutes = ({ access, runtime }: ViewContext, documents: Documents | undefined): Route[] => [
  {
    method: "GET",
    path: "/ops/api/release",
    handle: async (call) => {
      access(call, "read")
      return jsonAnswer(200, (await documents?.release()) ?? none)
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
    path: "/ops/report/*",
    handle: async (call, { "*": path = "" }) => {
      access(call, "read")
      const body = await documents?.evidenceFile(path)
      if (body === undefined) throw new HttpError(404, "not_found")
      return { status: 200, headers: { ...securityHeaders, "content-security-policy": REPORT_POLICY, "content-type": types[extname(path)] ?? "text/plain; charset=utf-8", "cache-control": "no-store" }, body }
    },
  },
]
