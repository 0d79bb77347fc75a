import { randomBytes } from "node:crypto"
import { createEvidence, type EvidenceWriter } from "@tagwright/evidence"
import type { EvidenceRecord } from "@tagwright/formats"
import { gtmJs } from "@tagwright/gtm"
import { startChromium } from "./browser/chromium.ts"
import type { Sink } from "./journey/journey.ts"
import type { QaOptions, QaResult } from "./options.ts"
import { compareContainers, faultParts, questionParts, runParts, serverPart, walkParts } from "./parts.ts"
import { progressOf } from "./progress.ts"
import { createAuthority } from "./proxy/certificate.ts"
import { summarize } from "./summary.ts"
import type { Stage } from "./visitor.ts"
import { checkSite, containerHead, hostOf, scenariosIn, subjectOf, type Subject } from "./world.ts"

/** Visitors wait for pages more than they compute: more of them than cores keep both busy. */
const sideBySide = 3
/** Parts beside the walks that are always there: coverage, two questions, five faults of the page, those of the server */
const otherSteps = 9

const writeHead = (stage: Stage, subject: Subject, options: QaOptions, sink: Sink): void => {
  sink.write({
    kind: "run",
    version: 1,
    bundleDigest: subject.manifest.digest,
    planDigest: subject.manifest.planDigest,
    environment: options.environment,
    browser: { name: stage.browser.name, version: stage.browser.version },
    container: containerHead(subject),
    scenarios: scenariosIn(options),
    volatile: { at: Date.now() },
  })
  for (const finding of subject.manifest.findings) sink.write({ kind: "plan-finding", finding })
}

const observe = async (stage: Stage, subject: Subject, options: QaOptions, sink: Sink, records: readonly EvidenceRecord[]): Promise<void> => {
  writeHead(stage, subject, options, sink)
  compareContainers(stage, subject.container, (environment) => subject.built.get(environment), sink)
  const today = new Date().toISOString().slice(0, 10)
  const walks = [...walkParts(stage, scenariosIn(options), options.journeys), ...(options.only === "journeys" ? [] : questionParts(stage, today))]
  const tell = progressOf(walks.reduce((sum, part) => sum + part.steps, options.only === "journeys" ? 0 : otherSteps - 3), options.onProgress)
  const width = options.parallel ?? sideBySide
  await runParts(walks, width, sink, tell)
  if (options.only === "journeys") return
  await runParts(faultParts(stage, records), width, sink, tell)
  await runParts(serverPart(stage), 1, sink, tell)
}

/** Writes to the evidence and remembers, for what builds on what was seen and for the summary. */
const remembering = (evidence: EvidenceWriter): { sink: Sink; records: EvidenceRecord[] } => {
  const records: EvidenceRecord[] = []
  const write = (record: EvidenceRecord): void => {
    records.push(record)
    evidence.write(record)
  }
  return { records, sink: { write, attach: evidence.attach } }
}

/**
 * Drives a browser through the plan's journeys in every consent scenario and writes down what page, container, network and
 * server did. Collects only: the verdict is the release's. Throws a Fault when nothing could be observed at all.
 */
export const runQa = async (options: QaOptions): Promise<QaResult> => {
  const startedAt = Date.now()
  const { plan, environment, site, server, standIns } = options
  const siteHost = hostOf(options)
  scenariosIn(options)
  await checkSite(site)
  const subject = await subjectOf(options)
  const script = await (options.runtime ?? gtmJs)(subject.container)
  const gtm = { script, id: subject.source === "given" ? "any" : containerHead(subject).publicId }
  const authority = await createAuthority()
  const browser = await startChromium(authority.spki)
  const evidence = createEvidence(options.out)
  const { sink, records } = remembering(evidence)
  try {
    await observe({ plan, environment, siteHost, site, gtm, browser, authority, server, standIns, salt: randomBytes(16).toString("hex") }, subject, options, sink, records)
    const digest = await evidence.seal()
    return { evidence: options.out, digest, summary: summarize(records, Math.round((Date.now() - startedAt) / 1000)) }
  } catch (error) {
    evidence.abandon()
    throw error
  } finally {
    await browser.close()
  }
}
