import { look } from "../commands.ts"
import type { AlertRule } from "../rule.ts"

export const DestinationPaused: AlertRule = {
  summary: "{{ $labels.destination }} keeps failing and is given pauses",
  watches: ["destination"],
  entries: () => [{ expr: "tagwright_breaker_open == 1", for: "10m", severity: "ticket" }],
  cases: [
    { title: "open for a while", series: { 'tagwright_breaker_open{destination="pixel"}': "0 1x20" }, at: "15m", fires: [{ severity: "ticket", destination: "pixel" }] },
    { title: "open for a moment", series: { 'tagwright_breaker_open{destination="pixel"}': "0 1x5 0x20" }, at: "15m", fires: [] },
  ],
  runbook: {
    symptom: "Most tries at a destination fail; the server tries it now and then only.",
    impact: "The destination lags behind. Nothing is lost.",
    diagnose: [look.waitingOf, look.oneDelivery],
    fix: [{ say: "Look at the vendor's status page. If the vendor changed its interface, roll back to a version it takes, or pause the destination." }, look.replayOf],
    verify: [look.waitingOf],
    escalate: "server",
  },
}
