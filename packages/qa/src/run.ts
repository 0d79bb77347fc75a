import { randomBytes } from "node:crypto"
import { createEvidence, type EvidenceWriter } from "@tagwright/evidence"
import { Fault, type ContainerExport, type EvidenceRecord, type Scenario } from "@tagwright/formats"
import { gtmJs } from "@tagwright/gtm"
import type { Browser } from "./browser/port.ts"
import { startBrowsers, type NotRun } from "./browser/start.ts"
import { personaFor } from "./journey/persona.ts"
import type { QaOptions, QaResult } from "./options.ts"
import { compareContainers, faultParts, matrixParts, questionParts, runParts, serverPart, walkParts } from "./parts.ts"
import { loadsOf, measurePerformance, withoutTag } from "./performance/measure.ts"
import { pageFaultNames } from "./probe/page-faults.ts"
import { progressOf, weights } from "./progress.ts"
import { createAuthority } from "./proxy/certificate.ts"
import { createSearcher } from "./record/personal.ts"
import type { Sink } from "./record/sink.ts"
import { summarize } from "./summary.ts"
import type { Stage } from "./visitor.ts"
import { checkSite, containerHead, hostOf, scenariosIn, subjectOf, type Subject } from "./world.ts"

/** What comes after the walks: each fault of the page, those of the server */
const faultWeight = pageFaultNames.length * weights.pageFault + weights.serverFaults

/** Consent in the further browsers: the two ends; what lies between them is the container's, not the browser's. */
const bothEnds: readonly Scenario[] = ["all", "none"]

const writeHead = ({ browser, more, notRun }: Crew, subject: Subject, options: QaOptions, sink: Sink): void => {
  sink.write({
    kind: "run",
    version: 1,
    bundleDigest: subject.manifest.digest,
    planDigest: subject.manifest.planDigest,
    environment: options.environment,
    browser: { name: browser.name, version: browser.version },
    container: containerHead(subject),
    scenarios: scenariosIn(options),
    ...(more.length + notRun.length === 0
      ? {}
      : { engines: [...more.map(({ name, version }) => ({ name, version, outcome: "ran" as const })), ...notRun.map(({ name, reason }) => ({ name, outcome: "not run" as const, reason }))] }),
    volatile: { at: Date.now() },
  })
  for (const finding of subject.manifest.findings) sink.write({ kind: "plan-finding", finding })
}

/** The script for `gtm.js`, for a visitor from a region or from none in particular. */
const scriptOf = (container: ContainerExport, { runtime }: QaOptions, region?: string): Promise<string> =>
  runtime === undefined ? gtmJs(container, region === undefined ? {} : { region }) : runtime(container, region)

const oncePerName = <T>(make: (name: string) => T): ((name: string) => T) => {
  const made = new Map<string, T>()
  return (name) => {
    const known = made.get(name)
    if (known !== undefined) return known
    const fresh = make(name)
    made.set(name, fresh)
    return fresh
  }
}

/** The browsers of a run: the one that does everything, further ones, and those that are missing. */
interface Crew {
  browser: Browser
  more: Browser[]
  notRun: NotRun[]
}

/** What the server wrote into its log meanwhile, whoever caused it. */
const searchLog = ({ plan, server, salt }: Stage, sink: Sink): void => {
  const journey = "server log"
  const search = createSearcher(plan, personaFor("all", journey), salt)
  for (const line of server?.log?.() ?? []) for (const found of search.logged({ scenario: "all", journey, step: 0 }, line)) sink.write(found)
}

const isLeftOut = (part: "journeys" | "matrix", { only = "everything" }: QaOptions): boolean => only !== "everything" && only !== part

const observe = async (stage: Stage, crew: Crew, subject: Subject, options: QaOptions, sink: Sink, records: readonly EvidenceRecord[]): Promise<void> => {
  writeHead(crew, subject, options, sink)
  compareContainers(stage, subject.container, (environment) => subject.built.get(environment) ?? {}, sink)
  const today = new Date().toISOString().slice(0, 10)
  const scriptFor = oncePerName((region) => scriptOf(subject.container, options, region))
  const everything = (options.only ?? "everything") === "everything"
  const walks = [
    ...(isLeftOut("journeys", options) ? [] : walkParts(stage, scenariosIn(options), options.journeys)),
    ...(isLeftOut("matrix", options) ? [] : matrixParts(stage, options.full === true, scriptFor)),
    ...(everything ? questionParts(stage, today) : []),
  ]
  const ends = scenariosIn(options).filter((scenario) => bothEnds.includes(scenario))
  const elsewhere = (isLeftOut("journeys", options) ? [] : crew.more).map((browser) => ({ browser, parts: walkParts({ ...stage, browser }, ends, options.journeys) }))
  const weight = [...walks, ...elsewhere.flatMap(({ parts }) => parts)].reduce((sum, part) => sum + part.steps * part.weight, 0)
  const count = progressOf(weight + (everything ? faultWeight : 0) + loadsOf(options.performance) * weights.load, options.onProgress)
  const { tell } = count
  const width = options.parallel ?? stage.browser.width
  await runParts(walks, width, sink, tell)
  for (const { browser, parts } of elsewhere) await runParts(parts, options.parallel ?? browser.width, sink, tell)
  // Nothing else may run meanwhile.
  if (options.performance !== undefined)
    await measurePerformance(stage, options.performance, (tag) => scriptOf(withoutTag(subject.container, tag), options), sink, count)
  if (!everything) return
  await runParts(faultParts(stage, records), width, sink, tell)
  await runParts(serverPart(stage), 1, sink, tell)
  searchLog(stage, sink)
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
  const script = await scriptOf(subject.container, options)
  const gtm = { script, id: subject.source === "given" ? "any" : containerHead(subject).publicId }
  const authority = await createAuthority()
  const { browsers, notRun } = await startBrowsers(options.browsers ?? ["chromium"], authority.spki)
  const [browser, ...more] = browsers
  if (browser === undefined) throw new Fault("caller", "no browser was named", "For example: --browser chromium")
  const evidence = createEvidence(options.out)
  const { sink, records } = remembering(evidence)
  try {
    await observe({ plan, environment, siteHost, site, gtm, browser, authority, server, standIns, salt: randomBytes(16).toString("hex") }, { browser, more, notRun }, subject, options, sink, records)
    const digest = await evidence.seal()
    return { evidence: options.out, digest, summary: summarize(records, Math.round((Date.now() - startedAt) / 1000)) }
  } catch (error) {
    evidence.abandon()
    throw error
  } finally {
    await Promise.all(browsers.map((one) => one.close()))
  }
}
