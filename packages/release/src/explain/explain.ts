import type { Evidence } from "@tagwright/evidence"
import { Fault, gateIds, type Decision, type EvidenceRecord, type GateFinding, type Where } from "@tagwright/formats"
import { placeName } from "../observe/choice.ts"
import { labelOf } from "../report/label.ts"
import { explainStep, type ExplainedStep } from "./step.ts"

export interface Explanation {
  /** The finding, where one was asked for */
  finding?: { gate: string; code: string; message: string; help: string }
  /** Records that belong to no step, as they are called in the report */
  records: { line: number; label: string }[]
  steps: ExplainedStep[]
}

export interface ExplainInput {
  evidence: Pick<Evidence, "records" | "seal">
  decision: Decision | undefined
}

/** Steps told for one finding; it often says the same of every scenario. */
const STEPS = 3

type Walked = Extract<EvidenceRecord, Where>
const isWalked = (record: EvidenceRecord): record is Walked => "step" in record
const place = ({ scenario, journey, step }: Where): string => `${scenario}\n${journey}\n${step}`
const unique = (all: readonly Where[]): Where[] => [...new Map(all.map((one) => [place(one), one])).values()]

const ofLines = ({ evidence }: ExplainInput, lines: readonly number[]): Pick<Explanation, "records" | "steps"> => {
  const { records, seal } = evidence
  const files = new Set(Object.keys(seal.files))
  const told = lines.flatMap((line) => {
    const record = records[line - 1]
    return record === undefined ? [] : [{ line, record }]
  })
  const where = unique(told.flatMap(({ record }) => (isWalked(record) ? [record] : [])))
  return {
    records: told.flatMap(({ line, record }) => (isWalked(record) ? [] : [{ line, label: labelOf(record) }])),
    steps: where.slice(0, STEPS).map((one) => explainStep(records, one, files)),
  }
}

const ofFinding = (input: ExplainInput, gate: string, { code, message, help, records }: GateFinding): Explanation => ({ finding: { gate, code, message, help }, ...ofLines(input, records) })

const findingsOf = ({ decision }: ExplainInput, asked: string): { gate: string; finding: GateFinding }[] =>
  (decision?.gates ?? []).flatMap(({ id, findings }) => findings.filter(({ code }) => code === asked || id === asked).map((finding) => ({ gate: id, finding })))

const plain = (text: string): string => text.toLowerCase().replaceAll(/[^\p{L}\p{N}]+/gu, " ").trim()

/** `all / journey / step 3`, or parts of it: as findings write it, `3` alone where only one walk is meant. */
const stepsNamed = ({ evidence }: ExplainInput, asked: string): Where[] => {
  const words = plain(asked).replace(/(?:^| )(?:step )?(\d+)$/, "")
  const number = Number(/(\d+)\s*$/.exec(asked)?.[1] ?? Number.NaN)
  return unique(evidence.records.filter((record): record is Extract<EvidenceRecord, { kind: "step" }> => record.kind === "step" && record.step + 1 === number && plain(`${record.scenario} ${record.journey}`).includes(words)))
}

const known = (input: ExplainInput): string => {
  const codes = [...new Set((input.decision?.gates ?? []).flatMap(({ findings }) => findings.map(({ code }) => code)))]
  const first = input.evidence.records.find((record) => record.kind === "step")
  const example = first === undefined ? "" : `; a step, e.g. "${placeName(first)}"`
  return `Name ${codes.length === 0 ? "a line of records.ndjson, e.g. r12" : `a finding (${codes.slice(0, 8).join(", ")}), a gate, a line (r12)`}${example}`
}

/**
 * What is behind a finding's code, a gate, a line of the evidence (`r12`), or a step. Throws a Fault that lists what there is
 * when nothing of that name is.
 */
export const explain = (input: ExplainInput, asked: string): Explanation[] => {
  const isGate = gateIds.some((id) => id === asked)
  if (input.decision === undefined && isGate) throw new Fault("caller", "this evidence was not judged yet", "Judge it first: tagwright judge")
  const findings = findingsOf(input, asked)
  if (findings.length > 0) return findings.map(({ gate, finding }) => ofFinding(input, gate, finding))
  const line = /^r?(\d+)$/.exec(asked)?.[1]
  if (line !== undefined && Number(line) >= 1 && Number(line) <= input.evidence.records.length) return [ofLines(input, [Number(line)])]
  const steps = stepsNamed(input, asked)
  if (steps.length === 0) throw new Fault("caller", isGate ? `gate ${asked} has no finding` : `nothing in this evidence is called "${asked}"`, known(input))
  const files = new Set(Object.keys(input.evidence.seal.files))
  return [{ records: [], steps: steps.map((one) => explainStep(input.evidence.records, one, files)) }]
}
