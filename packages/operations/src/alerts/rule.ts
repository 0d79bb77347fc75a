import type { AlertSeverity, ServerPlan } from "@tagwright/formats"

/** What of a plan an alert or a page is made from. */
export type OperatedPlan = Pick<ServerPlan, "site" | "consent" | "destinations" | "events" | "webhooks" | "operations" | "retention">

/** Kinds of parts without which the system does not do its work. */
export const partKinds = ["server", "ingest", "store", "kit", "containers", "destination", "webhook", "consent", "privacy", "retention"] as const
export type PartKind = (typeof partKinds)[number]

/** One thing to do. `$NAME` in a command is filled in by the reader; `check` commands change nothing. */
export interface Step {
  say: string
  command?: string
}

/** One trouble: what is seen, how to find out, how to mend it, how to know that it is mended. */
export interface Runbook {
  symptom: string
  /** What it means for visitors and figures while it lasts */
  impact: string
  diagnose: readonly Step[]
  fix: readonly Step[]
  verify: readonly Step[]
  /** System of `operations.owners` whose people are called when this does not help */
  escalate: string
}

/** One expression with its severity. A rule may have several, e.g. per window of a burn rate. */
export interface AlertEntry {
  /** PromQL */
  expr: string
  for?: string
  severity: AlertSeverity
  labels?: Record<string, string>
}

/** A case for `promtool test rules`: series in promtool's notation, one sample a minute, or an hour where a week has to pass. */
export interface AlertCase {
  title: string
  series: Record<string, string>
  every?: "1h"
  /** e.g. `20m` */
  at: string
  /** Labels of the alerts that fire then, without `severity`; none: silence */
  fires: (Record<string, string> & { severity: AlertSeverity })[]
}

export interface AlertRule {
  /** Prometheus template */
  summary: string
  watches: readonly PartKind[]
  entries(plan: OperatedPlan): AlertEntry[]
  cases: readonly AlertCase[]
  runbook: Runbook
}
