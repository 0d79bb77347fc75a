import { look } from "../commands.ts"
import type { AlertRule } from "../rule.ts"

export const ConsentRateDrift: AlertRule = {
  summary: "The share of people who allow {{ $labels.category }} has moved by more than 10 points against the week before",
  watches: ["consent"],
  entries: () => [{ expr: "abs(tagwright_consent_granted_ratio - avg_over_time(tagwright_consent_granted_ratio[7d] offset 1d)) > 0.1", for: "1h", severity: "ticket" }],
  cases: [
    { title: "from 60 % to 90 %", every: "1h", series: { 'tagwright_consent_granted_ratio{category="analytics"}': "0.6x199 0.9x6" }, at: "203h", fires: [{ severity: "ticket", category: "analytics" }] },
    { title: "a few points", every: "1h", series: { 'tagwright_consent_granted_ratio{category="analytics"}': "0.6x199 0.65x6" }, at: "203h", fires: [] },
  ],
  runbook: {
    symptom: "Suddenly more, or fewer, people agree.",
    impact: "Up: the banner may have become unfair or no longer ask. Down: it may be broken, and figures shrink.",
    diagnose: [
      { say: "Look at the banner in every scenario; gates P2 and P4 say what is wrong with it.", command: "tagwright qa" },
      { say: "See what was judged.", command: "tagwright judge" },
    ],
    fix: [{ say: "Undo the change of the banner." }, look.rollback],
    verify: [look.kpis],
    escalate: "privacy",
  },
}
