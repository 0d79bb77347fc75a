import type { ResolvedPlan } from "@tagwright/formats"
import { startStandIns, type StandIns } from "@tagwright/stand-ins"
import { randomBytes } from "node:crypto"
import { readStandInsFile } from "./stand-ins-file.ts"
import { type ServerProcess, startServerProcess } from "./server-process.ts"
import { destinationSecrets, linkSecret, vendorSettings, vendorUrls } from "./vendors.ts"

export interface LocalWorldInput {
  plan: ResolvedPlan
  /** Folder of the plan, where stand-ins.json may be */
  folder: string
  serverPlan: string
  environment: string
  data: string
  /** PostgreSQL's URL, in place of a file in `data` */
  database?: string | undefined
  siteUrl: string
  port: number
}

/** Our server as a process, and the vendors played by stand-ins, wired to each other. */
export interface LocalWorld {
  server: ServerProcess
  standIns: StandIns
  /** What the server has logged, before and after a kill */
  log: readonly string[]
  /** Kills the server and starts it again on the same data and port */
  restart(): Promise<void>
  close(): Promise<void>
}

export const startLocalWorld = async (input: LocalWorldInput): Promise<LocalWorld> => {
  const webhookSecret = `whsec_${randomBytes(24).toString("hex")}`
  const [webhook] = Object.keys(input.plan.webhooks)
  let server: ServerProcess | undefined
  const standIns = await startStandIns({
    ...(await readStandInsFile(input.folder)),
    ...vendorSettings(input.plan),
    webhookUrl: () => (server === undefined || webhook === undefined ? undefined : `${server.url}/webhooks/${webhook}`),
    webhookSecret,
    siteUrl: input.siteUrl,
    shopName: input.plan.site.name,
  })
  const adminToken = randomBytes(24).toString("hex")
  const webhookSecrets = Object.fromEntries(Object.values(input.plan.webhooks).map(({ secret }) => [secret, webhookSecret]))
  const env = { ...destinationSecrets(input.plan, standIns), ...linkSecret(input.plan), ...webhookSecrets, ...vendorUrls(standIns) }
  const log: string[] = []
  const start = (port: number) => startServerProcess({ folder: input.folder, plan: input.serverPlan, environment: input.environment, data: input.data, database: input.database, port, adminToken, log, env })
  server = await start(input.port).catch(async (error: unknown) => {
    await standIns.close()
    throw error
  })
  const world: LocalWorld = {
    server,
    standIns,
    log,
    restart: async () => {
      await world.server.stop("SIGKILL")
      server = await start(world.server.port)
      world.server = server
    },
    close: async () => {
      await world.server.stop()
      await standIns.close()
    },
  }
  return world
}
