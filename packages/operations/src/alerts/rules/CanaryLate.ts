import { look } from "../commands.ts"
import type { AlertRule } from "../rule.ts"

export const CanaryLate: AlertRule = {
  summary: "No canary has come through to {{ $labels.destination }} for a quarter of an hour",
  watches: ["server", "destination"],
  entries: () => [{ expr: "min by (destination) (tagwright_canary_age_seconds) > 900", for: "5m", severity: "page" }],
  cases: [
    { title: "the last is half an hour old", series: { 'tagwright_canary_age_seconds{destination="crm"}': "1800+60x30" }, at: "20m", fires: [{ severity: "page", destination: "crm" }] },
    { title: "one every five minutes", series: { 'tagwright_canary_age_seconds{destination="crm"}': "300x30" }, at: "20m", fires: [] },
    { title: "another node has seen one", series: { 'tagwright_canary_age_seconds{destination="crm",instance="a"}': "1800x30", 'tagwright_canary_age_seconds{destination="crm",instance="b"}': "100x30" }, at: "20m", fires: [] },
  ],
  runbook: {
    symptom: "Every five minutes the server sends an event of its own through its door, its log and its queue to each destination that can be probed. None has arrived lately.",
    impact: "Something on that way stands still, perhaps for real events too, even where every part of it looks well.",
    diagnose: [{ say: "Is it the destination? Probe it without the queue.", command: "tagwright canary $DESTINATION" }, look.health, look.waitingOf],
    fix: [
      { say: "The probe fails: exchange the secret that its reason names, or wait for the vendor. A destination that said it is gone has to be enabled again.", command: "tagwright destinations enable $DESTINATION" },
      { say: "The probe is well: the door, the log or a worker is stuck. Its log says why; a restart loses nothing.", command: "systemctl restart tagwright" },
    ],
    verify: [{ say: "Probe it again.", command: "tagwright canary $DESTINATION" }, look.openAlerts],
    escalate: "server",
  },
}
