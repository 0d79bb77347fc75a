import { harPath, partiesOf } from "@tagwright/evidence"
import { gateIds, gates, type Decision, type EvidenceRecord, type RecordKind } from "@tagwright/formats"
import type { Line, Reference, ReportSummary, ServerRecords, StepSummary, WalkKind, WalkRecords, WalkSummary } from "./model.ts"
import { answerChecklist } from "../compliance/answers.ts"
import { labelOf } from "./label.ts"

export interface ReportInput {
  records: readonly EvidenceRecord[]
  evidenceDigest: string
  decision: Decision | undefined
  title: string
  /** Paths of the sealed files, so that the page links none that is not there */
  files?: readonly string[]
}
export interface ReportModel {
  summary: ReportSummary
  /** Walk id → its records */
  walks: Map<string, WalkRecords>
  server: ServerRecords
}

type AnyLine = Line
const isWalked = (record: AnyLine): record is Line<WalkKind> => "step" in record
const ofKind = <K extends RecordKind>(lines: readonly AnyLine[], kind: K): Line<K>[] => lines.filter((line): line is Line<K> => line.kind === kind)
const unique = (list: readonly (string | undefined)[]): string[] => [...new Set(list.filter((item) => item !== undefined))]

const isProblem = (line: Line<WalkKind>): boolean =>
  (line.kind === "step" && line.outcome !== "done") ||
  (line.kind === "expectation" && line.outcome !== "met") ||
  (line.kind === "push" && line.violations.length > 0) ||
  (line.kind === "delivery" && (line.state === "dead" || line.state === "pending")) ||
  (line.kind === "firing" && (line.status === "failure" || line.status === "timeout")) ||
  (line.kind === "banner" && !line.shown) ||
  line.kind === "personal-data"

const summarizeStep = (step: number, lines: WalkRecords, blamed: ReadonlySet<number>): StepSummary => {
  const record = lines.find((line) => line.kind === "step")
  const firings = ofKind(lines, "firing")
  const fired = firings.filter(({ status }) => status === "success")
  const requests = ofKind(lines, "request")
  return {
    step,
    title: record?.title ?? (step < 0 ? "Before the first step" : `Step ${step + 1}`),
    url: record?.url ?? "",
    outcome: record?.outcome ?? "done",
    ...(record?.screenshot === undefined ? {} : { screenshot: record.screenshot }),
    events: unique([...ofKind(lines, "push").map(({ event }) => event), ...ofKind(lines, "server-event").map(({ event }) => event)]).filter((event) => !event.startsWith("gtm.")),
    tags: unique(fired.map(({ tag }) => tag)),
    destinations: unique([...requests.map(({ destination }) => destination), ...ofKind(lines, "delivery").flatMap((line) => (line.state === "delivered" ? [line.destination] : []))]),
    counts: { pushes: ofKind(lines, "push").length, fired: fired.length, held: firings.filter(({ status }) => status === "blocked-by-consent").length, requests: requests.length },
    problems: lines.filter((line) => isProblem(line) || blamed.has(line.line)).map(({ line }) => line),
  }
}

const summarizeWalk = (id: string, lines: WalkRecords, blamed: ReadonlySet<number>, files: ReadonlySet<string>): WalkSummary => {
  const steps = [...Map.groupBy(lines, ({ step }) => step)].sort(([a], [b]) => a - b)
  const { scenario = "", journey = "" } = lines[0] ?? {}
  const har = harPath(scenario, journey)
  return { id, scenario, journey, ...(files.has(har) ? { har } : {}), steps: steps.map(([step, list]) => summarizeStep(step, list, blamed)) }
}

/** What QA searches for personal data as it is written down. */
const searchedKinds: readonly RecordKind[] = ["push", "request", "storage", "server-event", "delivery"]

/** Where the page shows records that belong to no step. */
const pages: Partial<Record<RecordKind, string>> = {
  page: "#/coverage",
  element: "#/coverage",
  "personal-data": "#/personal-data",
  performance: "#/performance",
  fault: "#/resilience",
  probe: "#/resilience",
  "container-check": "#/container",
  "plan-finding": "#/container",
}

const reference = (line: AnyLine, walkOf: ReadonlyMap<number, string>): Reference => {
  const walk = walkOf.get(line.line)
  const page = walk !== undefined && isWalked(line) ? `#/walk/${walk}/${line.step}/r${line.line}` : `${pages[line.kind] ?? "#/"}/r${line.line}`
  return { line: line.line, kind: line.kind, label: labelOf(line), href: page }
}

/** Records → what the page shows. Pure. */
export const summarize = ({ records, evidenceDigest, decision, title, files = [] }: ReportInput): ReportModel => {
  const lines: AnyLine[] = records.map((record, index) => ({ ...record, line: index + 1 }))
  const blamed = new Set(decision?.gates.flatMap(({ findings }) => findings.flatMap((finding) => finding.records)) ?? [])
  const attached = new Set(files)
  const groups = [...Map.groupBy(lines.filter(isWalked), ({ scenario, journey }) => `${scenario}\n${journey}`).values()]
  const walks = new Map(groups.map((group, index) => [`w${index + 1}`, group]))
  const walkOf = new Map([...walks].flatMap(([id, group]) => group.map(({ line }) => [line, id] as const)))
  const references = Object.fromEntries(lines.filter(({ line }) => blamed.has(line)).map((line) => [line.line, reference(line, walkOf)]))
  const run = records.find((record) => record.kind === "run")
  const summary: ReportSummary = {
    version: 1,
    title,
    run,
    evidenceDigest,
    records: records.length,
    decision,
    compliance: decision === undefined ? [] : answerChecklist(decision),
    gates: gateIds.map((id) => ({ id, ...gates[id] })),
    walks: [...walks].map(([id, group]) => summarizeWalk(id, group, blamed, attached)),
    references,
    pages: ofKind(lines, "page"),
    elements: ofKind(lines, "element"),
    personalData: ofKind(lines, "personal-data"),
    searched: Object.fromEntries(searchedKinds.map((kind) => [kind, ofKind(lines, kind).length])),
    faults: ofKind(lines, "fault"),
    probes: ofKind(lines, "probe"),
    containerChecks: ofKind(lines, "container-check"),
    planFindings: ofKind(lines, "plan-finding"),
    performance: ofKind(lines, "performance"),
    serverEvents: ofKind(lines, "server-event").length,
    parties: run?.survey === true ? partiesOf(ofKind(lines, "request")) : [],
  }
  return { summary, walks, server: { events: ofKind(lines, "server-event"), deliveries: ofKind(lines, "delivery") } }
}
