import { compilePlan } from "@tagwright/compiler"
import { bundlePaths, type ContainerExport, type Decision, digestOf, type Finding, type ResolvedPlan, sha256 } from "@tagwright/formats"
import { judge, renderReport, writeDecision } from "@tagwright/release"
import { join } from "node:path"
import { pathToFileURL } from "node:url"
import type { Io, Main } from "../command.ts"
import { writeBundle } from "../write-bundle.ts"
import { count } from "../findings.ts"
import { checkContainers } from "./check-containers.ts"
import { checkServer } from "./check-server.ts"
import { observe } from "./observe.ts"
import { liveData, pathsOf, type PipelinePaths } from "./paths.ts"
import { createProgress } from "./progress.ts"
import { buildSite, digestOfFolder } from "./site.ts"
import { stepRunner } from "./step.ts"
import { testEnvironment } from "./test-environment.ts"
import { toolDigest } from "./tool-digest.ts"
import { projectDocuments, writeDocuments } from "../operations/project-documents.ts"
import { operate } from "./operate.ts"

export interface PipelineInput {
  planFile: string
  /** Default: the first with testMode */
  environment: string | undefined
  /** An export to judge instead of the one that was built */
  container: ContainerExport | undefined
  /** PostgreSQL's URL for the server; default: a file of its own */
  database: string | undefined
  /** Forget what is known and run every stage */
  fresh: boolean
  io: Io
  /** Drills walk runbooks with it */
  main: Main
}

export type PipelineResult =
  | { decision: undefined; findings: Finding[] }
  | { decision: Decision; findings: Finding[]; plan: ResolvedPlan; environment: string; paths: PipelinePaths; report: string }

/** Plan → decision, stage by stage. Throws a Fault when a stage cannot run; findings of the plan come back as findings. */
export const runPipeline = async ({ planFile, environment: named, container, database, fresh, io, main }: PipelineInput): Promise<PipelineResult> => {
  const { plan, bundle, findings } = await compilePlan(planFile)
  if (plan === undefined) return { decision: undefined, findings }
  const environment = testEnvironment(plan, named)
  const paths = pathsOf(planFile, plan.site.folder)
  const progress = createProgress(io)
  const { step } = await stepRunner(join(paths.folder, ".tagwright", "stages.json"), progress)
  const tool = fresh ? String(Date.now()) : await toolDigest()
  const digestOfFiles = (...names: string[]) => names.map((name) => bundle.manifest.files[name])
  const documents = projectDocuments(plan, bundle.files)
  const webContainer = bundlePaths.container("web", environment)

  try {
    await step("A2", {
      inputs: { tool, bundle: bundle.manifest.digest, findings, sources: await digestOfFolder(paths.folder, [plan.site.folder]), environment },
      outputs: [join(paths.bundle, bundlePaths.manifest), paths.site],
      run: async (note) => {
        await writeBundle(bundle, paths.bundle)
        note(plan.site.build ?? "")
        if (plan.site.build !== undefined) await buildSite(plan.site.build, paths.folder, environment, io.env)
        return { ok: true, summary: `${count(Object.keys(plan.events).length, "event")}, ${count(Object.keys(plan.pages).length, "page")}` }
      },
    })
    const [containers, server] = await Promise.all([
      step("A3", { inputs: { tool, files: digestOfFiles(...Object.keys(bundle.manifest.files).filter((name) => name.startsWith("gtm/"))) }, outputs: [], run: () => checkContainers(bundle) }),
      step("A4", { inputs: { tool, database, files: digestOfFiles(bundlePaths.serverPlan) }, outputs: [], run: () => checkServer(plan, paths, environment, database) }),
      step("A6", { inputs: { tool, bundle: bundle.manifest.digest, pages: digestOf([...documents]) }, outputs: [paths.docs], run: async () => (writeDocuments(plan.site.name, documents, paths.docs), { ok: true, summary: count(documents.size, "document") }) }),
    ])
    if (!containers.ok || !server.ok) return { decision: undefined, findings }
    await step("A5", {
      inputs: { tool, bundle: bundle.manifest.digest, findings, site: await digestOfFolder(paths.site), environment, database, container: container === undefined ? digestOfFiles(webContainer) : sha256(JSON.stringify(container)) },
      outputs: [join(paths.evidence, "seal.json"), join(paths.evidence, "records.ndjson")],
      run: async (note) => (await observe({ plan, bundle, paths, site: { folder: paths.site }, environment, database, container, keepData: database === undefined ? liveData(paths) : undefined, note })).stage,
    })
    progress.start("A1")
    await operate({ plan, bundle, paths, io, main, note: (text, share) => progress.note("A1", text, share) })
    const decision = judge({ evidenceDir: paths.evidence, bundleDir: paths.bundle })
    await writeDecision(paths.evidence, decision)
    const report = await renderReport(paths.evidence, decision, plan.site.name)
    progress.end("A1", decision.verdict === "pass" ? "done" : "failed", summaryOf(decision))
    return { decision, findings, plan, environment, paths, report: pathToFileURL(report).href }
  } finally {
    progress.close()
  }
}

const summaryOf = ({ gates, required, verdict }: Decision): string => {
  const passed = gates.filter(({ id, verdict: one }) => required.includes(id) && (one === "pass" || one === "not applicable"))
  return `${passed.length} of ${count(required.length, "required gate")} pass: ${verdict}`
}
