import { look } from "../commands.ts"
import type { AlertRule } from "../rule.ts"

export const RetentionStands: AlertRule = {
  summary: "Old data was last deleted more than a day ago",
  watches: ["retention"],
  entries: () => [{ expr: "time() - tagwright_retention_last_run_seconds > 86400", for: "1h", severity: "ticket" }],
  cases: [
    { title: "two days ago", every: "1h", series: { tagwright_retention_last_run_seconds: "0x50" }, at: "48h", fires: [{ severity: "ticket" }] },
    { title: "just now", every: "1h", series: { tagwright_retention_last_run_seconds: "0+3600x50" }, at: "48h", fires: [] },
  ],
  runbook: {
    symptom: "The job that deletes what the plan no longer keeps has not run.",
    impact: "Data is kept longer than the notice says (Art. 5(1)(e) GDPR).",
    diagnose: [look.health, { say: "Why?", command: "journalctl -u tagwright --since -2d" }],
    fix: [{ say: "Restart the server: the job runs at the start and then four times a day.", command: "systemctl restart tagwright" }],
    verify: [look.health],
    escalate: "privacy",
  },
}
