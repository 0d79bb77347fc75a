import { look } from "../commands.ts"
import type { AlertRule } from "../rule.ts"

/** The law allows a month (Art. 12(3) GDPR); after a week there is still time to write a letter. */
export const ErasureStuck: AlertRule = {
  summary: "A recipient has not been told of an erasure for a week",
  watches: ["privacy", "destination"],
  entries: () => [{ expr: "tagwright_erasure_pending > 0", for: "7d", severity: "ticket" }],
  cases: [
    { title: "one waits for eight days", every: "1h", series: { tagwright_erasure_pending: "1x200" }, at: "192h", fires: [{ severity: "ticket" }] },
    { title: "it was told after a day", every: "1h", series: { tagwright_erasure_pending: "1x24 0x200" }, at: "192h", fires: [] },
  ],
  runbook: {
    symptom: "Somebody asked to be forgotten, and a destination that has their data does not know it yet.",
    impact: "Every recipient has to be told (Art. 19 GDPR), within a month.",
    diagnose: [look.deadLetters, look.oneDelivery],
    fix: [
      { say: "`erase_by_hand`: the destination offers no way to be told. Write to the vendor, or delete the person in its own screens; then close the letter.", command: "tagwright deliveries discard $DELIVERY" },
      { say: "Anything else: mend what the reason names, and send again.", command: "tagwright deliveries replay --destination $DESTINATION" },
    ],
    verify: [look.deadLetters],
    escalate: "privacy",
  },
}
