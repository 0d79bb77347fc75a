import { look } from "../commands.ts"
import type { AlertRule } from "../rule.ts"

export const StoreBroken: AlertRule = {
  summary: "The disk failed: nothing is acknowledged",
  watches: ["store", "server"],
  entries: () => [{ expr: "tagwright_store_broken == 1", severity: "page" }],
  cases: [
    { title: "broken", series: { tagwright_store_broken: "0 1x10" }, at: "2m", fires: [{ severity: "page" }] },
    { title: "sound", series: { tagwright_store_broken: "0x10" }, at: "2m", fires: [] },
  ],
  runbook: {
    symptom: "/readyz answers 503; the log speaks of the disk.",
    impact: "Everything is answered 503: browsers and providers keep what they have and come again.",
    diagnose: [{ say: "Is the disk full?", command: "df -h" }, { say: "Is it broken?", command: "journalctl -k --since -1h" }],
    fix: [
      { say: "Full: free space. The server goes on by itself." },
      { say: "Broken: put a sound disk in, restore the last backup, start the server on it.", command: "tagwright serve restore --from $BACKUP --data $DATA" },
      { say: "Fill in what payments the backup does not have.", command: "tagwright reconcile" },
    ],
    verify: [look.health, look.reconcile],
    escalate: "server",
  },
}
