import { bundlePaths, type ContainerExport, Fault, type ResolvedPlan } from "@tagwright/formats"
import { gtmJs } from "@tagwright/gtm"
import { join } from "node:path"
import type { Io } from "../command.ts"
import { projectLedger } from "../operations/project-ledger.ts"
import { tellServer } from "../operations/tell-server.ts"
import { liveData, type PipelinePaths } from "../pipeline/paths.ts"
import { type LocalWorld, startLocalWorld } from "../world/local-world.ts"
import { readFile } from "node:fs/promises"
import { startReportServer } from "./report-server.ts"
import { startPreview } from "./site-server.ts"
import { createLiveFeed } from "./live-feed.ts"

export interface KeepOpenInput {
  plan: ResolvedPlan
  paths: PipelinePaths
  environment: string
  database: string | undefined
  port: string | undefined
  io: Io
}

/** Keeps the site, the server and the report open until Ctrl-C. Everything stays on this machine. */
export const keepOpen = async ({ plan, paths, environment, database, port: wanted, io }: KeepOpenInput): Promise<void> => {
  const port = portOf(wanted)
  const next = (step: number) => (port === 0 ? 0 : port + step)
  const settings = plan.site.environments[environment]
  if (settings === undefined) throw new Fault("caller", `the plan has no environment ${environment}`, `It has ${Object.keys(plan.site.environments).join(", ")}`)
  const feed = createLiveFeed()
  const container: ContainerExport = JSON.parse(await readFile(join(paths.bundle, bundlePaths.container("web", environment)), "utf8"))
  const script = await gtmJs(container)
  // Site and stand-ins need each other's address: the site asks for the others' when a page is wanted.
  let world: LocalWorld | undefined
  const site = await startPreview({
    folder: paths.site,
    port,
    serverPath: settings.server.startsWith("/") ? settings.server : new URL(settings.server).pathname,
    serverUrl: () => world?.server.url ?? "",
    gtmJs: async (id) => (id === settings.gtm ? script : undefined),
    rewrites: () => (world === undefined ? {} : { "https://buy.stripe.com": world.standIns.urls.pay }),
    onFiring: feed.firing,
  })
  world = await startLocalWorld({ plan, folder: paths.folder, serverPlan: join(paths.bundle, bundlePaths.serverPlan), environment, data: liveData(paths), database, siteUrl: site.url, port: next(2) })
  const report = await startReportServer({ evidence: paths.evidence, title: plan.site.name, port: next(1), server: world.server, feed })
  await tellServer(projectLedger(paths.folder), world.server.url, { ...io, env: { TAGWRIGHT_ADMIN_TOKEN: world.server.adminToken } })
  io.out(`site:   ${site.url}/\nserver: ${world.server.url}/\nreport: ${report.url}/\nlive:   ${report.url}/live/\ndashboard: ${world.server.setupLink ?? `${world.server.url}/ops`}\nCtrl-C ends it.\n`)
  await new Promise<void>((done) => (io.signal.aborted ? done() : io.signal.addEventListener("abort", () => done(), { once: true })))
  await Promise.all([site.close(), report.close(), world.close()])
}

const portOf = (text: string | undefined): number => {
  const port = text === undefined ? 0 : Number(text)
  if (!Number.isInteger(port) || port < 0 || port > 65_533) throw new Fault("caller", `--port ${text} is not a port`, "Give a number from 1 to 65533")
  return port
}
