import type { Party } from "@tagwright/evidence"
import type { Decision, EvidenceRecord, RecordKind, RecordOf, RunRecord } from "@tagwright/formats"
import type { ChecklistAnswer } from "../compliance/answers.ts"

/** A record with its line, as the page gets it. */
export type Line<K extends RecordKind = RecordKind> = RecordOf<K> & { line: number }

/** What the page knows of a step before it loads the walk: enough for lists, filters and counts. */
export interface StepSummary {
  step: number
  title: string
  url: string
  outcome: "done" | "failed" | "inconclusive"
  screenshot?: string
  events: string[]
  tags: string[]
  destinations: string[]
  counts: { pushes: number; fired: number; held: number; requests: number }
  /** Lines that something is wrong with: failed steps, unmet expectations, violations, personal data, what a gate points to */
  problems: number[]
}

/** One journey under one consent scenario. Its records stand in a file of their own, loaded when it is opened. */
export interface WalkSummary {
  id: string
  scenario: string
  journey: string
  /** Its traffic as an HTTP Archive, where the evidence holds one */
  har?: string
  steps: StepSummary[]
}

/** Where a line of the evidence is shown. */
export interface Reference {
  line: number
  kind: RecordKind
  label: string
  href: string
}

/** Everything that is on the first screen or small: `report/data/summary.js`. */
export interface ReportSummary {
  version: 1
  title: string
  run: RunRecord | undefined
  evidenceDigest: string
  records: number
  decision: Decision | undefined
  /** Regulators' questions, answered from the decision */
  compliance: ChecklistAnswer[]
  gates: { id: string; title: string }[]
  walks: WalkSummary[]
  references: Record<number, Reference>
  pages: Line<"page">[]
  elements: Line<"element">[]
  personalData: Line<"personal-data">[]
  /** Records that were searched for personal data, by kind */
  searched: Partial<Record<RecordKind, number>>
  faults: Line<"fault">[]
  probes: Line<"probe">[]
  containerChecks: Line<"container-check">[]
  planFindings: Line<"plan-finding">[]
  performance: Line<"performance">[]
  serverEvents: number
  /** Of a run without a plan: who else the site talks to */
  parties: Party[]
}

/** `report/data/server.js`: loaded when the server's page is opened. */
export interface ServerRecords {
  events: Line<"server-event">[]
  deliveries: Line<"delivery">[]
}

/** What a walk's file holds: its records, in order. */
export type WalkRecords = Line<WalkKind>[]
export type WalkKind = Extract<EvidenceRecord, { step: number }>["kind"]
