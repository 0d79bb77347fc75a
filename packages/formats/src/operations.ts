export const severities = ["page", "ticket", "info"] as const
/** `page`: somebody has to look now (K7 counts it). `ticket`: within a working day. */
export type AlertSeverity = (typeof severities)[number]

/**
 * The operations ledger: what people and machines did to keep the system healthy, one line each, only ever added to.
 * `at`: milliseconds since 1970. No personal value; people by their key in the plan.
 */
export type OperationRecord =
  | AlertFired
  | AlertAcknowledged
  | AlertResolved
  | AlertSent
  | DeploymentRecord
  | IncidentRecord
  | DrillRecord
  | TrainingRecord
  | CoverageRecord
  | ReconciliationRecord
  | CanaryRecord
export type OperationKind = OperationRecord["kind"]
export type OperationOf<K extends OperationKind> = Extract<OperationRecord, { kind: K }>

interface Operation {
  at: number
}
export interface AlertFired extends Operation {
  kind: "alert-fired"
  /** Stands for this firing, until it is resolved */
  alert: string
  /** Name of the rule, e.g. EventVolumeDrops */
  rule: string
  severity: AlertSeverity
  summary: string
  labels: Record<string, string>
  /** Path of the page in the runbooks */
  runbook: string
}
export interface AlertAcknowledged extends Operation {
  kind: "alert-acknowledged"
  alert: string
  by: string
}
export interface AlertResolved extends Operation {
  kind: "alert-resolved"
  alert: string
}
/** One attempt to tell somebody. */
export interface AlertSent extends Operation {
  kind: "alert-sent"
  alert: string
  /** Key of the channel in the plan */
  channel: string
  ok: boolean
  reason?: string
}
export interface DeploymentRecord extends Operation {
  kind: "deployment"
  release: string
  environment: string
  /** `deployed`; `undone`: stopped half-way and taken back; `rolled-back`: was live, and the one before was brought back */
  outcome: "deployed" | "undone" | "rolled-back"
  /** Digest of the release */
  digest: string
  /** The release that is live now */
  live?: string
}
export interface IncidentRecord extends Operation {
  kind: "incident"
  incident: string
  severity: "SEV1" | "SEV2" | "SEV3"
  state: "opened" | "mitigated" | "closed"
  summary: string
  /** The release that caused it, if one did */
  release?: string
}
export interface DrillRecord extends Operation {
  kind: "drill"
  drill: string
  outcome: "passed" | "failed"
  /** What noticed the damage, and after how long */
  detectedBy: string
  detectedMs: number | null
  /** Until a check said that all is well again */
  recoveredMs: number | null
  steps: { say: string; command: string; ok: boolean; ms: number }[]
  /** The steps were walked by a program or by a person */
  by: string
}
export interface TrainingRecord extends Operation {
  kind: "training"
  person: string
  role: string
  /** Digest of the course: another course needs another attestation */
  course: string
  score: number
  of: number
}
/** What is drilled: the ways in which the system breaks that matter (R11). Each has a runbook that the drill walks. */
export const drills = {
  "webhook-outage": "A payment provider's messages cannot be read",
  "destination-down": "A destination does not answer for a while",
  "container-corrupted": "Somebody edits the live container by hand",
  "consent-bypass": "A release sends data without consent",
  "pii-leak": "A page puts personal data where none may stand",
  "db-restore": "The database is lost",
  rollback: "A release has to be taken back",
  "key-leak": "A signing key or a secret is in the wrong hands",
} as const
export type DrillName = keyof typeof drills
export const drillNames = Object.keys(drills).filter((name): name is DrillName => name in drills)

/** What was looked at for K6 (monitoring), K8 (documentation) and K9 (team). */
export interface CoverageRecord extends Operation {
  kind: "coverage"
  of: "monitoring" | "documentation" | "team"
  /** Digest of the plan it was looked at for */
  planDigest: string
  covered: string[]
  missing: string[]
}
export interface ReconciliationRecord extends Operation {
  kind: "reconciliation"
  source: string
  atProvider: number
  recorded: number
  backfilled: string[]
}
export interface CanaryRecord extends Operation {
  kind: "canary"
  destination: string
  ok: boolean
  ms: number
  reason?: string
}

/** An alert as `GET /ops/api/alerts?state=open` and the dashboard show it. */
export interface AlertView extends Omit<AlertFired, "kind" | "at"> {
  state: "firing" | "acknowledged" | "resolved"
  firedAt: number
  acknowledgedAt?: number
  acknowledgedBy?: string
  resolvedAt?: number
  sent: { channel: string; ok: boolean; at: number; reason?: string }[]
}
/** `GET /ops/api/alerts` */
export interface AlertsAnswer {
  alerts: AlertView[]
}
/** `GET /ops/api/operations?kind=drill&since=0`: records, newest first; `next` pages on. */
export interface OperationsAnswer {
  records: OperationRecord[]
  next: number | null
}
