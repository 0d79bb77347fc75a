import { look } from "../commands.ts"
import type { AlertRule } from "../rule.ts"

const SHARE = 0.05

export const ServerErrors: AlertRule = {
  summary: "More than 5 % of requests end in an error of ours",
  watches: ["server", "ingest"],
  entries: () => [
    {
      expr: `sum(rate(tagwright_ingest_requests_total{outcome="failed"}[5m])) / sum(rate(tagwright_ingest_requests_total[5m])) > ${SHARE} and sum(increase(tagwright_ingest_requests_total[5m])) > 20`,
      for: "5m",
      severity: "page",
    },
  ],
  cases: [
    { title: "one request in ten fails", series: { 'tagwright_ingest_requests_total{outcome="ok"}': "0+90x30", 'tagwright_ingest_requests_total{outcome="failed"}': "0+10x30" }, at: "20m", fires: [{ severity: "page" }] },
    { title: "one request in a hundred fails", series: { 'tagwright_ingest_requests_total{outcome="ok"}': "0+99x30", 'tagwright_ingest_requests_total{outcome="failed"}': "0+1x30" }, at: "20m", fires: [] },
  ],
  runbook: {
    symptom: "Requests are answered 500 or 503.",
    impact: "503 asks to come again and loses nothing; 500 is a bug of ours.",
    diagnose: [look.health, { say: "Read what the server said.", command: "journalctl -u tagwright --since -15min" }, look.openAlerts],
    fix: [{ say: "503 with `storage_failed`: follow the page StoreBroken. 503 with `busy`: there is more traffic than the disk can commit; let it drain." }, look.rollback],
    verify: [look.health],
    escalate: "server",
  },
}
