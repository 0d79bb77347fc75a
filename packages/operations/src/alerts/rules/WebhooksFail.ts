import { look } from "../commands.ts"
import type { AlertRule } from "../rule.ts"

export const WebhooksFail: AlertRule = {
  summary: "Fewer than 95 % of the messages of {{ $labels.source }} are accepted",
  watches: ["webhook"],
  entries: () => [
    {
      expr: 'sum by (source) (rate(tagwright_webhooks_total{outcome=~"quarantined.*|forged.*|dead.*"}[15m])) / sum by (source) (rate(tagwright_webhooks_total[15m])) > 0.05',
      for: "5m",
      severity: "page",
    },
  ],
  cases: [
    { title: "one in ten is refused", series: { 'tagwright_webhooks_total{source="stripe", outcome="stored"}': "0+9x60", 'tagwright_webhooks_total{source="stripe", outcome="quarantined_secret"}': "0+1x60" }, at: "30m", fires: [{ severity: "page", source: "stripe" }] },
    { title: "all is well", series: { 'tagwright_webhooks_total{source="stripe", outcome="stored"}': "0+9x60" }, at: "30m", fires: [] },
  ],
  runbook: {
    symptom: "Messages of a payment provider are refused or cannot be read.",
    impact: "Purchases and refunds are missing until it is mended. The provider sends again for days; kept copies prove what came.",
    diagnose: [look.health, { say: "The log names the missing secret or the reason.", command: "journalctl -u tagwright --since -1h" }],
    fix: [
      { say: "`quarantined`: the secret is missing or wrong. Put the provider's signing secret into the variable that the plan names (old and new separated by a space while you exchange them), restart." },
      { say: "`forged`: somebody sends what the provider did not sign. Nothing to mend; look at the addresses in your proxy's log." },
      look.reconcile,
    ],
    verify: [look.reconcile, look.health],
    escalate: "server",
  },
}
