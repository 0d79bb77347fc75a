import { startTagManager, type TagManagerStandIn } from "@tagwright/stand-ins"
import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { supervise } from "../../src/drills/supervised-server.ts"

/** Where the example's production lives: outside the project. */
export interface Production {
  folder: string
  gtm: TagManagerStandIn
  /** `--server …` */
  serverAt: readonly string[]
  env: Record<string, string>
  close(): Promise<void>
}

/** Tag Manager, and a machine on which something like systemd starts the server again when a deployment asks for it. */
export const startProduction = async (): Promise<Production> => {
  const folder = mkdtempSync(join(tmpdir(), "tagwright-production-"))
  const [token, gtmToken] = ["test-token-of-the-server", "test-token-of-tag-manager"]
  const port = 20_000 + (process.pid % 20_000)
  const gtm = await startTagManager({ containers: (["GTM-NLPROD1", "GTM-NLSTAG1"] as const).map((publicId) => ({ publicId, usageContext: "web" })), token: gtmToken, quota: { most: 1000, windowMs: 1000 } })
  const server = supervise({ plan: join(folder, "live/current/server/plan.json"), environment: "production", data: join(folder, "data"), port, adminToken: token, request: join(folder, "restart") })
  return {
    folder,
    gtm,
    serverAt: ["--server", server.url],
    env: { TAGWRIGHT_ADMIN_TOKEN: token, GTM_API_URL: gtm.url, GTM_ACCESS_TOKEN: gtmToken },
    close: async () => {
      await server.close()
      await gtm.close()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

/** Puts production's place into the text of the example's plan. */
export const deployTo = (folder: string, plan: string): string =>
  plan.replace('server: "https://northlight.example/t",', `server: "https://northlight.example/t",\n        deploy: { folder: ${JSON.stringify(join(folder, "live"))}, restart: ${JSON.stringify(`touch ${join(folder, "restart")}`)} },`)
