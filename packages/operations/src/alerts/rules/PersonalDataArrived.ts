import { look } from "../commands.ts"
import type { AlertRule } from "../rule.ts"

export const PersonalDataArrived: AlertRule = {
  summary: "Personal data ({{ $labels.kind }}) came in where none may stand; it was removed",
  watches: ["privacy"],
  entries: () => [{ expr: "increase(tagwright_personal_data_removed_total[15m]) > 0", severity: "page" }],
  cases: [
    { title: "an address in a page's URL", series: { 'tagwright_personal_data_removed_total{kind="email"}': "0x5 1x20" }, at: "10m", fires: [{ severity: "page", kind: "email" }] },
    { title: "nothing since", series: { 'tagwright_personal_data_removed_total{kind="email"}': "1x60" }, at: "40m", fires: [] },
  ],
  runbook: {
    symptom: "The server took personal data out of an event.",
    impact: "Our copy is clean. What the browser sent elsewhere by itself is not: every minute counts.",
    diagnose: [
      { say: "Which event, which parameter? The value itself is never shown.", command: "tagwright events tail" },
      { say: "Find the page that does it.", command: "tagwright qa" },
      { say: "Look through exports and recordings.", command: "tagwright pii scan $FILE" },
    ],
    fix: [
      { say: "Stop the leak first: take the release back, or take the form off." },
      look.rollback,
      { say: "Tell the privacy officer at once: a breach is reported within 72 hours (Art. 33 GDPR). See incident response, SEV1." },
      { say: "Ask the destinations to delete what they got; each person can be erased here.", command: "tagwright lead erase $LEAD --yes" },
    ],
    verify: [{ say: "The journeys show no personal data any more.", command: "tagwright qa" }, look.openAlerts],
    escalate: "privacy",
  },
}
