import { look } from "../commands.ts"
import type { AlertRule } from "../rule.ts"
import { burnCases, burnEntries } from "../slo.ts"

const ERRORS = (window: string): string => `sum(rate(tagwright_ingest_requests_total{outcome="failed"}[${window}])) / sum(rate(tagwright_ingest_requests_total[${window}]))`

/** SLO: 99.9 % of requests are taken, over 30 days. */
export const IngestBudgetBurns: AlertRule = {
  summary: "Requests fail so often that the error budget of the month (0.1 %) is being used up ({{ $labels.window }})",
  watches: ["ingest"],
  entries: () => burnEntries(ERRORS, 0.001, "sum(increase(tagwright_ingest_requests_total[1h])) > 100"),
  cases: burnCases({ good: 'tagwright_ingest_requests_total{outcome="ok"}', bad: 'tagwright_ingest_requests_total{outcome="failed"}' }),
  runbook: {
    symptom: "A share of requests has been failing for a while.",
    impact: "Slow losses hurt as much as quick ones: at this speed the month's budget of failed requests is gone early.",
    diagnose: [look.health, { say: "Read what the server said.", command: "journalctl -u tagwright --since -1h" }],
    fix: [{ say: "Follow the page ServerErrors; for a slow burn a ticket is enough." }, look.rollback],
    verify: [look.health],
    escalate: "server",
  },
}
