import { look } from "../commands.ts"
import type { AlertRule } from "../rule.ts"

export const ExpectedEventAbsent: AlertRule = {
  summary: "No {{ $labels.event }} for six hours; at this time last week there were some",
  watches: ["kit", "containers", "webhook"],
  entries: ({ events }) =>
    Object.values(events)
      .filter(({ critical }) => critical)
      .map(({ name }) => ({
        expr: `sum(increase(tagwright_events_total{event="${name}"}[6h])) == 0 and sum(increase(tagwright_events_total{event="${name}"}[6h] offset 1w)) >= 5`,
        for: "15m",
        severity: "page",
        labels: { event: name },
      })),
  cases: [
    { title: "purchases stop", every: "1h", series: { 'tagwright_events_total{event="purchase"}': "0+60x168 10080x12" }, at: "177h", fires: [{ severity: "page", event: "purchase" }] },
    { title: "purchases go on", every: "1h", series: { 'tagwright_events_total{event="purchase"}': "0+60x180" }, at: "177h", fires: [] },
  ],
  runbook: {
    symptom: "An event that matters has not come for hours, though people usually do it at this time.",
    impact: "Nothing fails visibly. This is how broken forms, a lost webhook or a removed tag look.",
    diagnose: [
      { say: "Drive a browser through the journeys: the report names the step that no longer leads to the event.", command: "tagwright qa" },
      { say: "For payments: does the provider know more than we do?", command: "tagwright reconcile" },
    ],
    fix: [{ say: "Mend the step the report names; for payments, mend the webhook at the provider." }, look.rollback],
    verify: [look.watch, look.kpis],
    escalate: "site",
  },
}
