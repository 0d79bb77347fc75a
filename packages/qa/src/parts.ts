import type { ContainerExport, EvidenceRecord, Scenario } from "@tagwright/formats"
import { crawl } from "./coverage/crawl.ts"
import { runJourney } from "./journey/journey.ts"
import { caseName, consentCases, samples } from "./matrix/cases.ts"
import { walkCase } from "./matrix/walk-case.ts"
import { pool } from "./pool.ts"
import { weights, type Count } from "./progress.ts"
import { faultRecord, leadJourney, pageFaultNames, pageFaults, takeSteps } from "./probe/page-faults.ts"
import { askIdentity, askPrivacyControl } from "./probe/questions.ts"
import { serverFaults } from "./probe/server-faults.ts"
import { driftRecords } from "./record/drift.ts"
import { hiding } from "./record/hiding.ts"
import { environmentRecords, type BuiltContainers } from "./record/environments.ts"
import type { Sink } from "./record/sink.ts"
import { withVisitor, type Stage } from "./visitor.ts"

/** A piece of a run: may be done beside others; tells after each step that one more is done. */
export interface Part {
  label: string
  /** How often it tells, and how long each of these takes beside a step of a journey */
  steps: number
  weight: number
  run(sink: Sink, tell: () => void): Promise<void>
}

/** A journey's name in the evidence: in another browser than Chromium it is a journey of its own, with a visitor of its own. */
const journeyIn = ({ browser: { name } }: Stage, journey: string): string => (name === "chromium" ? journey : `${journey} (${name})`)

/** Every journey in every scenario. */
export const walkParts = (stage: Stage, scenarios: readonly Scenario[], journeys: readonly string[] | undefined): Part[] =>
  scenarios.flatMap((scenario) =>
    Object.entries(stage.plan.journeys)
      .filter(([name]) => journeys === undefined || journeys.includes(name))
      .map(([journey, { steps }]) => ({
        label: `${scenario}: ${journeyIn(stage, journey)}`,
        steps: steps.length,
        weight: weights.step,
        run: (sink, tell) => withVisitor(stage, { scenario, journey: journeyIn(stage, journey) }, async (walk) => void (await runJourney(walk, steps, hiding(walk, sink), tell))),
      })),
  )

/** A visitor per case of the consent matrix. Scripts for a region are made once. */
export const matrixParts = (stage: Stage, full: boolean, scriptFor: (region: string) => Promise<string>): Part[] => {
  const cases = consentCases(stage.plan, full)
  const sampled = samples(cases)
  return cases.map((one) => {
    const journey = caseName(stage.plan, one)
    return {
      label: journey,
      steps: 1,
      weight: weights.consentCase,
      run: async (sink, tell) => {
        const script = one.region === "" ? stage.gtm.script : await scriptFor(one.region)
        const circumstances = { gpc: one.gpc, apart: !sampled.has(one), scriptsLast: one.cmp === "slow", broken: { siteScripts: one.cmp === "blocked" } }
        await withVisitor({ ...stage, gtm: { ...stage.gtm, script } }, { scenario: "matrix", journey, ...circumstances }, (walk) => walkCase(walk, one, hiding(walk, sink)))
        tell()
      },
    }
  })
}

/** Visitors who are not on a journey: they walk the whole site, or ask one question. */
const coveragePart = (stage: Stage, today: string): Part => ({
  label: "coverage",
  steps: 1,
  weight: weights.coverage,
  run: (sink, tell) => withVisitor(stage, { scenario: "all", journey: "coverage", apart: true }, (walk) => crawl(walk, { site: stage.site, sink: hiding(walk, sink), today })).then(tell),
})

export const questionParts = (stage: Stage, today: string): Part[] => [
  coveragePart(stage, today),
  { label: "does the lead_id survive", steps: 1, weight: weights.question, run: (sink, tell) => withVisitor(stage, { scenario: "all", journey: "identity" }, (walk) => askIdentity(walk, sink.write)).then(tell) },
  {
    label: "is Global Privacy Control honoured",
    steps: 1,
    weight: weights.question,
    run: (sink, tell) => withVisitor(stage, { scenario: "all", journey: "privacy control", gpc: true, apart: true }, (walk) => askPrivacyControl(walk, sink.write)).then(tell),
  },
]

const pathsOf = (records: readonly EvidenceRecord[], journey: string): string[] =>
  records.flatMap((record) => (record.kind === "step" && record.journey === journey && record.scenario === "all" ? [record.url.split("?", 1)[0] ?? ""] : []))

/** The lead journey once more per thing that may break in the page; compared with the pages it went through before. */
export const faultParts = (stage: Stage, records: readonly EvidenceRecord[]): Part[] => {
  const lead = leadJourney(stage.plan.journeys)
  if (lead === undefined) return []
  const whole = pathsOf(records, lead.name)
  if (whole.length === 0) return []
  return pageFaultNames.map((fault) => ({
    label: `with a fault: ${fault}`,
    steps: 1,
    weight: weights.pageFault,
    run: (sink, tell) =>
      withVisitor(stage, { scenario: "all", journey: lead.name, apart: true, ...pageFaults[fault] }, async (walk) => {
        sink.write(faultRecord(fault, lead.name, lead.steps, whole, await takeSteps(walk, lead.steps)))
      }).then(tell),
  }))
}

/** What happens to servers, one after another: it stops the server that the others need. */
export const serverPart = (stage: Stage): Part[] => {
  const { server, standIns, plan } = stage
  const mischief = standIns?.mischief
  if (server === undefined || mischief === undefined || !Object.values(plan.events).some((event) => event.source === "server")) return []
  return [{ label: "server faults", steps: 1, weight: weights.serverFaults, run: (sink, tell) => serverFaults(plan, server, mischief, sink.write).then(tell) }]
}

/** The containers beside each other: no browser needed. */
export const compareContainers = (stage: Stage, tested: ContainerExport, builtFor: (environment: string) => BuiltContainers, sink: Sink): void => {
  const built = builtFor(stage.environment).web
  if (built !== undefined && built !== tested) for (const record of driftRecords(built, tested)) sink.write(record)
  for (const record of environmentRecords(stage.plan, stage.environment, builtFor)) sink.write(record)
}

/** Runs parts side by side. */
export const runParts = (parts: readonly Part[], width: number, sink: Sink, tell: Count["tell"]): Promise<unknown> =>
  pool(
    parts.map((part) => () => part.run(sink, () => tell(part.label, part.weight))),
    width,
  )
