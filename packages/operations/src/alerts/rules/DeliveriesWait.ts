import { look } from "../commands.ts"
import type { AlertRule } from "../rule.ts"

export const DeliveriesWait: AlertRule = {
  summary: "Deliveries to {{ $labels.destination }} have waited for more than five minutes",
  watches: ["destination"],
  entries: () => [{ expr: "tagwright_oldest_pending_seconds > 300", for: "5m", severity: "page" }],
  cases: [
    { title: "the oldest gets older", series: { 'tagwright_oldest_pending_seconds{destination="crm"}': "0+60x30" }, at: "15m", fires: [{ severity: "page", destination: "crm" }] },
    { title: "a short pause", series: { 'tagwright_oldest_pending_seconds{destination="crm"}': "0+60x7 0x30" }, at: "15m", fires: [] },
  ],
  runbook: {
    symptom: "The queue of a destination does not get shorter.",
    impact: "The destination lags behind. Nothing is lost: the server tries for days.",
    diagnose: [look.waitingOf, look.oneDelivery],
    fix: [
      { say: "`timeout`, `connection` or 5xx: the destination is down. Look at its status page and wait; the queue drains by itself." },
      { say: "`secret_missing` or 401: mend the secret and restart the server." },
      { say: "Do not wait for the next try once the cause is gone.", command: "tagwright deliveries replay --destination $DESTINATION" },
    ],
    verify: [look.waitingOf],
    escalate: "server",
  },
}
