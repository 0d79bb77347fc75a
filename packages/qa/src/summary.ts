import type { EvidenceRecord } from "@tagwright/formats"
import type { QaSummary } from "./options.ts"

/** Counts of what was written, for the line a person reads when the run is over. */
export const summarize = (records: readonly EvidenceRecord[], seconds: number): QaSummary => {
  const of = <K extends EvidenceRecord["kind"]>(kind: K) => records.filter((record): record is Extract<EvidenceRecord, { kind: K }> => record.kind === kind)
  const steps = of("step")
  const expectations = of("expectation")
  const elements = of("element")
  const outcome = (name: string) => expectations.filter((one) => one.outcome === name).length
  return {
    journeys: new Set(steps.map((step) => `${step.scenario}/${step.journey}`)).size,
    steps: {
      done: steps.filter((step) => step.outcome === "done").length,
      failed: steps.filter((step) => step.outcome === "failed").length,
      inconclusive: steps.filter((step) => step.outcome === "inconclusive").length,
    },
    expectations: { met: outcome("met"), missing: outcome("missing"), different: outcome("different"), unexpected: outcome("unexpected") },
    requests: of("request").length,
    elements: {
      total: elements.length,
      measured: elements.filter((one) => one.measuredBy !== undefined).length,
      waived: elements.filter((one) => one.waiver !== undefined).length,
    },
    personalData: of("personal-data").length,
    browsers: of("run").flatMap(({ browser, engines = [] }) => [browser, ...engines.flatMap((engine) => (engine.outcome === "ran" ? [{ name: engine.name, version: engine.version ?? "" }] : []))]),
    notRun: of("run").flatMap(({ engines = [] }) => engines.flatMap(({ name, outcome, reason = "" }) => (outcome === "not run" ? [{ name, reason }] : []))),
    seconds,
  }
}
