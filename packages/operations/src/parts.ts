import { alertNames, alertRules, type AlertName } from "./alerts/index.ts"
import type { OperatedPlan, PartKind } from "./alerts/rule.ts"

/** One critical part of the system that a plan describes. */
export interface Part {
  /** e.g. `destination:crm` */
  id: string
  kind: PartKind
  title: string
}

/** Without these the plan's system does not do its work. */
export const criticalParts = ({ destinations, webhooks }: OperatedPlan): Part[] => [
  { id: "server", kind: "server", title: "The server process" },
  { id: "ingest", kind: "ingest", title: "Taking events in" },
  { id: "store", kind: "store", title: "The database and its disk" },
  { id: "kit", kind: "kit", title: "The data layer kit on the site" },
  { id: "containers", kind: "containers", title: "The live Tag Manager containers" },
  { id: "consent", kind: "consent", title: "The consent banner and log" },
  { id: "privacy", kind: "privacy", title: "Keeping personal data out" },
  { id: "retention", kind: "retention", title: "Deleting what is no longer kept" },
  ...Object.values(destinations).filter(({ server }) => server).map(({ id }): Part => ({ id: `destination:${id}`, kind: "destination", title: `Deliveries to ${id}` })),
  ...Object.keys(webhooks).map((id): Part => ({ id: `webhook:${id}`, kind: "webhook", title: `Messages of ${id}` })),
]

export interface MonitoringCoverage {
  parts: (Part & { alerts: AlertName[] })[]
  covered: string[]
  missing: string[]
}

/** K6: which alert watches which part. `rules` can be fewer than all, so that a gap can be planted. */
export const monitoringCoverage = (plan: OperatedPlan, rules: readonly AlertName[] = alertNames): MonitoringCoverage => {
  const parts = criticalParts(plan).map((part) => ({ ...part, alerts: rules.filter((name) => alertRules[name].watches.includes(part.kind) && alertRules[name].entries(plan).length > 0) }))
  return { parts, covered: parts.filter(({ alerts }) => alerts.length > 0).map(({ id }) => id), missing: parts.filter(({ alerts }) => alerts.length === 0).map(({ id }) => id) }
}
