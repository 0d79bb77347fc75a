import { look } from "../commands.ts"
import type { AlertRule } from "../rule.ts"

export const ClockWrong: AlertRule = {
  summary: "This machine's clock is off by more than a minute",
  watches: ["server", "webhook"],
  entries: () => [{ expr: "abs(tagwright_clock_skew_seconds) > 60", for: "15m", severity: "page" }],
  cases: [
    { title: "four minutes ahead", series: { tagwright_clock_skew_seconds: "240x30" }, at: "20m", fires: [{ severity: "page" }] },
    { title: "a second behind", series: { tagwright_clock_skew_seconds: "-1x30" }, at: "20m", fires: [] },
  ],
  runbook: {
    symptom: "The vendors' answers to our probes carry another time than this machine has.",
    impact: "From five minutes on, signed webhooks look late or from the future: they are kept and asked for again (503), Google gives no access tokens, and events are filed under wrong times.",
    diagnose: [{ say: "Is the clock kept by anything?", command: "timedatectl" }],
    fix: [{ say: "Let the system keep it.", command: "timedatectl set-ntp true" }, { say: "Providers send again what was answered 503. What they have given up on is kept: read it now.", command: "tagwright webhooks replay --reason our_clock_may_be_wrong" }, { say: "Fill in the payments that are still missing.", command: "tagwright reconcile" }],
    verify: [look.openAlerts, look.reconcile],
    escalate: "server",
  },
}
