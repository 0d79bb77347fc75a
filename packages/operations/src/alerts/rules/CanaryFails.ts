import { look } from "../commands.ts"
import type { AlertRule } from "../rule.ts"

export const CanaryFails: AlertRule = {
  summary: "{{ $labels.destination }} refuses the probe: the next real delivery would fail too",
  watches: ["destination"],
  entries: () => [{ expr: "tagwright_canary_ok == 0", for: "15m", severity: "page" }],
  cases: [
    { title: "refused", series: { 'tagwright_canary_ok{destination="crm"}': "1 0x30" }, at: "20m", fires: [{ severity: "page", destination: "crm" }] },
    { title: "taken", series: { 'tagwright_canary_ok{destination="crm"}': "1x30" }, at: "20m", fires: [] },
  ],
  runbook: {
    symptom: "A probe that stores nothing is refused by the destination, or gets no answer.",
    impact: "Found before a real event was lost in it: usually a secret that expired.",
    diagnose: [{ say: "Probe it now.", command: "tagwright canary $DESTINATION" }],
    fix: [{ say: "Exchange the secret that the reason names; restart the server. If the vendor is down, wait." }],
    verify: [{ say: "Probe it again.", command: "tagwright canary $DESTINATION" }, look.openAlerts],
    escalate: "server",
  },
}
