import { stringify } from "yaml"
import { alertNames, alertPage, alertRules, type AlertName } from "./index.ts"
import type { OperatedPlan } from "./rule.ts"

const HEAD = "# Generated from the plan by `tagwright docs`. Do not edit: the next run writes it again.\n"

const rulesOf = (name: AlertName, plan: OperatedPlan) =>
  alertRules[name].entries(plan).map(({ expr, for: wait, severity, labels }) => ({
    alert: name,
    expr,
    ...(wait === undefined ? {} : { for: wait }),
    labels: { severity, ...labels },
    // A template sees the labels of the expression, not those that the rule adds: these are filled in here.
    annotations: { summary: filled(alertRules[name].summary, labels ?? {}, "keep"), runbook_url: alertPage(name) },
  }))

/** `alerts.yml` for Prometheus. */
export const prometheusRules = (plan: OperatedPlan): string => HEAD + stringify({ groups: [{ name: "tagwright", rules: alertNames.flatMap((name) => rulesOf(name, plan)) }] }, { lineWidth: 0 })

/** Puts labels into a summary, as Prometheus does. */
const filled = (template: string, labels: Record<string, string>, unknown: "keep" | "drop"): string => template.replaceAll(/\{\{ \$labels\.(\w+) \}\}/g, (whole, label: string) => labels[label] ?? (unknown === "keep" ? whole : ""))

/**
 * `alerts.test.yml` for `promtool test rules`: every alert fires when it should, and is silent when it should be. Cases
 * that need a week of samples stand in a file of their own with an hour between two looks: promtool takes minutes otherwise.
 */
export const prometheusTests = (rulesFile: string, every: "1m" | "1h"): string => {
  const tests = alertNames.flatMap((name) =>
    alertRules[name].cases.filter((one) => (one.every ?? "1m") === every).map(({ title, series, at, fires }) => ({
      name: `${name}: ${title}`,
      interval: every,
      input_series: Object.entries(series).map(([key, values]) => ({ series: key, values })),
      alert_rule_test: [{ eval_time: at, alertname: name, exp_alerts: fires.map((labels) => ({ exp_labels: labels, exp_annotations: { summary: filled(alertRules[name].summary, labels, "drop"), runbook_url: alertPage(name) } })) }],
    })),
  )
  return HEAD + stringify({ rule_files: [rulesFile], evaluation_interval: every, tests }, { lineWidth: 0 })
}
