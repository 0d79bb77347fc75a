import { look } from "../commands.ts"
import type { AlertRule } from "../rule.ts"

export const DestinationGone: AlertRule = {
  summary: "{{ $labels.destination }} says that it is gone (410); nothing is sent there any more",
  watches: ["destination"],
  entries: () => [{ expr: "tagwright_destination_disabled == 1", severity: "page" }],
  cases: [
    { title: "gone", series: { 'tagwright_destination_disabled{destination="hook"}': "0 1x5" }, at: "3m", fires: [{ severity: "page", destination: "hook" }] },
    { title: "there", series: { 'tagwright_destination_disabled{destination="hook"}': "0x5" }, at: "3m", fires: [] },
  ],
  runbook: {
    symptom: "A destination answered 410 Gone.",
    impact: "Its deliveries wait. The others go on.",
    diagnose: [look.health, look.waitingOf],
    fix: [{ say: "Put the new address or account into the plan and release it; or, if it was a mistake of theirs, switch it on again.", command: "tagwright destinations enable $DESTINATION" }],
    verify: [look.waitingOf],
    escalate: "server",
  },
}
