import { look } from "../commands.ts"
import type { AlertRule } from "../rule.ts"

export const DeadLetters: AlertRule = {
  summary: "New dead letters for {{ $labels.destination }}",
  watches: ["destination"],
  entries: () => [{ expr: "increase(tagwright_dlq_messages_total[15m]) > 0", severity: "ticket" }],
  cases: [
    { title: "one dies", series: { 'tagwright_dlq_messages_total{destination="crm", reason_class="ours"}': "0x5 1x20" }, at: "10m", fires: [{ severity: "ticket", destination: "crm", reason_class: "ours" }] },
    { title: "old ones lie there", series: { 'tagwright_dlq_messages_total{destination="crm", reason_class="ours"}': "3x60" }, at: "40m", fires: [] },
  ],
  runbook: {
    symptom: "A destination refused something for good, or the tries are used up.",
    impact: "The event is safe here, and missing there.",
    diagnose: [look.deadLetters, look.oneDelivery],
    fix: [
      { say: "Class `ours`: mend the secret or the set-up, then send again.", command: "tagwright deliveries replay --destination $DESTINATION" },
      { say: "Class `theirs`: send again when they are back.", command: "tagwright deliveries replay --destination $DESTINATION" },
      { say: "Class `data`: the event cannot be delivered. Mend the plan for the next ones, and give up on this one.", command: "tagwright deliveries discard $DELIVERY" },
    ],
    verify: [look.deadLetters],
    escalate: "server",
  },
}
