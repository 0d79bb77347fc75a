import { bundlePaths, type Bundle, type ContainerExport, type QaPlan, type ResolvedPlan } from "@tagwright/formats"
import { gtmJs } from "@tagwright/gtm"
import { type EngineName, inspectServer, type QaOptions, type QaResult, runQa, standInsPort } from "@tagwright/qa"
import { cp, mkdtemp, rm } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { startLocalWorld } from "../world/local-world.ts"
import type { PipelinePaths } from "./paths.ts"
import type { StageResult } from "./stages.ts"
import { count } from "../findings.ts"

export interface ObserveInput {
  plan: ResolvedPlan
  bundle: Bundle
  paths: PipelinePaths
  site: QaOptions["site"]
  environment: string
  /** PostgreSQL's URL for the server under test; default: a file of its own */
  database?: string | undefined
  /** Default: all */
  scenarios?: readonly string[]
  /** Default: all of the plan */
  journeys?: readonly string[]
  container: ContainerExport | undefined
  browsers?: readonly EngineName[]
  /** Every consent case, not just every pair of circumstances */
  full?: boolean
  only?: QaOptions["only"]
  performance?: QaOptions["performance"]
  /** Where the server's data goes when all went well; default: nowhere */
  keepData?: string | undefined
  /** `left`: seconds, at the pace so far */
  note: (text: string, share?: number, left?: number) => void
}

const replaceFolder = async (from: string, to: string): Promise<void> => {
  await rm(to, { recursive: true, force: true })
  await cp(from, to, { recursive: true })
}

/** Drives real browsers through the journeys against a fresh server and the stand-ins, and leaves sealed evidence. */
export const observe = async ({ plan, bundle, paths, site, environment, database, scenarios, journeys, container, browsers, full, only, performance, keepData, note }: ObserveInput): Promise<{ stage: StageResult; result: QaResult }> => {
  const data = await mkdtemp(join(tmpdir(), "tagwright-qa-"))
  let keep: string | undefined
  const siteUrl = `https://${plan.site.environments[environment]?.hosts[0] ?? "localhost"}`
  const world = await startLocalWorld({ plan, folder: paths.folder, serverPlan: join(paths.bundle, bundlePaths.serverPlan), environment, data, database, siteUrl, port: 0 })
  try {
    const qaPlan: QaPlan = JSON.parse(bundle.files.get(bundlePaths.qaPlan) ?? "null")
    const result = await runQa({
      plan: qaPlan,
      bundle,
      site,
      environment,
      ...(container === undefined ? {} : { container }),
      ...(scenarios === undefined ? {} : { scenarios }),
      ...(journeys === undefined ? {} : { journeys }),
      ...(browsers === undefined ? {} : { browsers }),
      ...(full === undefined ? {} : { full }),
      ...(only === undefined ? {} : { only }),
      ...(performance === undefined ? {} : { performance }),
      out: paths.evidence,
      server: inspectServer(() => world.server, { crash: world.restart, log: () => world.log }),
      standIns: standInsPort(world.standIns, plan),
      runtime: (served, region) => gtmJs(served, region === undefined ? {} : { region }),
      onProgress: ({ done, total, label, secondsLeft }) => note(label, done / total, secondsLeft),
    })
    keep = keepData
    const { steps, elements, requests, seconds } = result.summary
    return { result, stage: { ok: true, summary: `${count(steps.done + steps.failed + steps.inconclusive, "step")}, ${count(requests, "request")}, ${count(elements.total, "element")} in ${seconds} s` } }
  } finally {
    await world.close()
    if (keep !== undefined) await replaceFolder(data, keep)
    await rm(data, { recursive: true, force: true })
  }
}
