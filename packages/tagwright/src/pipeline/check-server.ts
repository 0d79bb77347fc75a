import { bundlePaths, type ResolvedPlan } from "@tagwright/formats"
import { mkdtemp, rm } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { startLocalWorld } from "../world/local-world.ts"
import type { PipelinePaths } from "./paths.ts"
import type { StageResult } from "./stages.ts"

/** Starts the server on the plan, asks whether it can commit, and stops it. */
export const checkServer = async (plan: ResolvedPlan, paths: PipelinePaths, environment: string, database: string | undefined): Promise<StageResult> => {
  const data = await mkdtemp(join(tmpdir(), "tagwright-server-"))
  const siteUrl = `https://${plan.site.environments[environment]?.hosts[0] ?? "localhost"}`
  const world = await startLocalWorld({ plan, folder: paths.folder, serverPlan: join(paths.bundle, bundlePaths.serverPlan), environment, data, database, siteUrl, port: 0 })
  try {
    const answer = await fetch(`${world.server.url}/readyz`)
    if (!answer.ok) return { ok: false, summary: `the server is not ready: ${answer.status}` }
    const state: { waits_for?: string } = JSON.parse(await answer.text())
    if (state.waits_for !== undefined) return { ok: false, summary: `the server is up, but its ${state.waits_for} is not there` }
    return { ok: true, summary: `ready; ${Object.values(plan.destinations).filter(({ server }) => server).length} destinations` }
  } finally {
    await world.close()
    await rm(data, { recursive: true, force: true })
  }
}
