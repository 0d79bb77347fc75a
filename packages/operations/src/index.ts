export { alertNames, alertPage, alertRules, type AlertName } from "./alerts/index.ts"
export { prometheusRules, prometheusTests } from "./alerts/prometheus.ts"
export { partKinds, type AlertRule, type OperatedPlan, type PartKind, type Runbook, type Step } from "./alerts/rule.ts"
export { criticalParts, monitoringCoverage, type MonitoringCoverage, type Part } from "./parts.ts"
