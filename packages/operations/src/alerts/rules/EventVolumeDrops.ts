import { look } from "../commands.ts"
import type { AlertRule } from "../rule.ts"

export const EventVolumeDrops: AlertRule = {
  summary: "Events are down more than 20 % against the same weekday of last week",
  watches: ["kit", "containers", "ingest"],
  entries: () => [
    {
      expr: "sum(increase(tagwright_ingest_events_total[6h])) < 0.8 * sum(increase(tagwright_ingest_events_total[6h] offset 1w)) and sum(increase(tagwright_ingest_events_total[6h] offset 1w)) > 100",
      for: "15m",
      severity: "ticket",
    },
  ],
  cases: [
    { title: "half of last week", every: "1h", series: { 'tagwright_ingest_events_total{outcome="accepted"}': "0+600x168 100800+300x12" }, at: "176h", fires: [{ severity: "ticket" }] },
    { title: "as last week", every: "1h", series: { 'tagwright_ingest_events_total{outcome="accepted"}': "0+600x180" }, at: "176h", fires: [] },
    { title: "too few to say anything", every: "1h", series: { 'tagwright_ingest_events_total{outcome="accepted"}': "0+6x168 1008x12" }, at: "176h", fires: [] },
  ],
  runbook: {
    symptom: "Clearly fewer events than on the same weekday a week ago.",
    impact: "Either fewer people come, or fewer are measured. The figures cannot tell which.",
    diagnose: [
      { say: "Does the site still carry kit and container? A QA run says so.", command: "tagwright qa" },
      { say: "Has somebody changed the live container?", command: "tagwright gtm drift $EXPORT" },
      look.kpis,
    ],
    fix: [{ say: "A page lost its tracking: mend the site. The container was changed by hand: restore it." }, look.rollback],
    verify: [look.watch, look.kpis],
    escalate: "site",
  },
}
