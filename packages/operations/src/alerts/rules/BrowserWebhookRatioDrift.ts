import { look } from "../commands.ts"
import type { AlertRule } from "../rule.ts"

export const BrowserWebhookRatioDrift: AlertRule = {
  summary: "Payments and browser events no longer go together as they did in the week before",
  watches: ["webhook", "containers", "kit"],
  entries: () => [
    {
      expr: [1, -1]
        .map((sign) => `(${["[1d]", "[7d] offset 1d"].map((range) => `sum(increase(tagwright_events_total{source!~"browser|gtag"}${range})) / sum(increase(tagwright_events_total{source=~"browser|gtag"}${range}))`).join(sign === 1 ? ") > 2 * (" : ") < 0.5 * (")})`)
        .join(" or "),
      for: "1h",
      severity: "ticket",
    },
  ],
  cases: [
    { title: "payments stop, visits go on", every: "1h", series: { 'tagwright_events_total{event="purchase", source="stripe"}': "0+60x192 11520x26", 'tagwright_events_total{event="page_view", source="browser"}': "0+6000x220" }, at: "216h", fires: [{ severity: "ticket" }] },
    { title: "both go on", every: "1h", series: { 'tagwright_events_total{event="purchase", source="stripe"}': "0+60x220", 'tagwright_events_total{event="page_view", source="browser"}': "0+6000x220" }, at: "216h", fires: [] },
  ],
  runbook: {
    symptom: "Twice, or half, as many payments per browser event as in the week before.",
    impact: "One of the two sides is not measured as before; attribution is wrong until it is.",
    diagnose: [{ say: "Does the provider know more payments than we do?", command: "tagwright reconcile" }, { say: "Do the pages still send what they should?", command: "tagwright qa" }],
    fix: [{ say: "Mend the side that is short: the webhook at the provider, or the pages." }, look.rollback],
    verify: [look.kpis],
    escalate: "site",
  },
}
