import { look } from "../commands.ts"
import type { AlertRule } from "../rule.ts"
import { burnEntries } from "../slo.ts"

const LATE = (window: string): string => `1 - sum(rate(tagwright_delivery_latency_seconds_bucket{le="300"}[${window}])) / sum(rate(tagwright_delivery_latency_seconds_count[${window}]))`

/** SLO: 99 % of deliveries arrive within five minutes, over 30 days. */
export const DeliveryBudgetBurns: AlertRule = {
  summary: "Deliveries are late so often that the budget of the month (1 %) is being used up ({{ $labels.window }})",
  watches: ["destination"],
  entries: () => burnEntries(LATE, 0.01, "sum(increase(tagwright_delivery_latency_seconds_count[1h])) > 100"),
  cases: [
    {
      title: "half of all deliveries are late",
      series: { 'tagwright_delivery_latency_seconds_bucket{le="300"}': "0+50x120", tagwright_delivery_latency_seconds_count: "0+100x120" },
      at: "100m",
      fires: [
        { severity: "page", window: "1h" },
        { severity: "page", window: "6h" },
        { severity: "ticket", window: "1d" },
        { severity: "ticket", window: "3d" },
      ],
    },
    { title: "one in a thousand is late", series: { 'tagwright_delivery_latency_seconds_bucket{le="300"}': "0+999x120", tagwright_delivery_latency_seconds_count: "0+1000x120" }, at: "100m", fires: [] },
  ],
  runbook: {
    symptom: "Deliveries arrive, but late.",
    impact: "Figures at the destinations lag behind; GA4 takes events for 72 hours, Meta for 7 days.",
    diagnose: [look.waitingOf, look.oneDelivery],
    fix: [{ say: "The reason says whether the destination refuses, times out or is given a pause: follow the page of that reason." }],
    verify: [look.waitingOf],
    escalate: "server",
  },
}
