import { stat } from "node:fs/promises"
import { createEvidence } from "@tagwright/evidence"
import { gtmJs } from "@tagwright/gtm"
import type { EvidenceRecord } from "@tagwright/formats"
import { startChromium } from "./browser/chromium.ts"
import { Fault } from "@tagwright/formats"
import { scenariosOf } from "./journey/choice.ts"
import { runJourney, type Sink } from "./journey/journey.ts"
import type { QaOptions, QaResult } from "./options.ts"
import { pool } from "./pool.ts"
import { progressOf } from "./progress.ts"
import { createAuthority } from "./proxy/certificate.ts"
import { summarize } from "./summary.ts"
import { withVisitor, type Stage } from "./visitor.ts"
import { containerHead, subjectOf, type Subject } from "./world.ts"

/** Journeys wait for pages more than they compute: more visitors than cores keep both busy. */
const sideBySide = 3

const checkSite = async (site: QaOptions["site"]): Promise<void> => {
  if ("url" in site) return
  const isFolder = await stat(site.folder).then((s) => s.isDirectory(), () => false)
  if (!isFolder) throw new Fault("caller", `There is no built site at ${site.folder}.`, "Build the site first, or name another folder with --site.")
}

const hostOf = (options: QaOptions): string => {
  const host = options.plan.site.environments[options.environment]?.hosts[0]
  if (host === undefined) throw new Fault("caller", `The plan has no environment ${options.environment}.`, `It has: ${Object.keys(options.plan.site.environments).join(", ")}.`)
  return host
}

const journeysOf = (options: QaOptions) =>
  Object.entries(options.plan.journeys).filter(([name]) => options.journeys === undefined || options.journeys.includes(name))

const walkAll = async (stage: Stage, options: QaOptions, sink: Sink): Promise<void> => {
  const scenarios = options.scenarios ?? scenariosOf(options.plan)
  const walks = scenarios.flatMap((scenario) => journeysOf(options).map(([journey, { steps }]) => ({ scenario, journey, steps })))
  const tell = progressOf(walks.reduce((sum, walk) => sum + walk.steps.length, 0), options.onProgress)
  const jobs = walks.map(({ scenario, journey, steps }) => () => withVisitor(stage, { scenario, journey }, (walk) => runJourney(walk, steps, sink, () => tell(`${scenario}: ${journey}`))))
  await pool(jobs, options.parallel ?? sideBySide)
}

const stageOf = ({ plan, environment, site, server, standIns }: QaOptions) => ({
  plan,
  environment,
  site,
  server,
  standIns,
})

const collect = async (stage: Stage, subject: Subject, options: QaOptions, sink: Sink): Promise<void> => {
  sink.write({
    kind: "run",
    version: 1,
    bundleDigest: subject.manifest.digest,
    planDigest: subject.manifest.planDigest,
    environment: options.environment,
    browser: { name: stage.browser.name, version: stage.browser.version },
    container: containerHead(subject),
    scenarios: [...(options.scenarios ?? scenariosOf(options.plan))],
    volatile: { at: Date.now() },
  })
  for (const finding of subject.manifest.findings) sink.write({ kind: "plan-finding", finding })
  await walkAll(stage, options, sink)
}

/**
 * Drives a browser through the plan's journeys in every consent scenario and writes down what page, container, network and
 * server did. Collects only: the verdict is the release's. Throws a Fault when nothing could be observed at all.
 */
export const runQa = async (options: QaOptions): Promise<QaResult> => {
  const startedAt = Date.now()
  const siteHost = hostOf(options)
  await checkSite(options.site)
  const subject = await subjectOf(options)
  const script = await (options.runtime ?? gtmJs)(subject.container)
  const evidence = createEvidence(options.out)
  const records: EvidenceRecord[] = []
  const sink: Sink = {
    write(record) {
      records.push(record)
      evidence.write(record)
    },
    attach: evidence.attach,
    held() {},
  }
  const authority = await createAuthority()
  const browser = await startChromium(authority.spki)
  try {
    const gtm = { script, id: subject.source === "given" ? "any" : containerHead(subject).publicId }
    await collect({ ...stageOf(options), siteHost, gtm, browser, authority }, subject, options, sink)
    const digest = await evidence.seal()
    return { evidence: options.out, digest, summary: summarize(records, Math.round((Date.now() - startedAt) / 1000)) }
  } catch (error) {
    evidence.abandon()
    throw error
  } finally {
    await browser.close()
  }
}
