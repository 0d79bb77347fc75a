import { look } from "../commands.ts"
import type { AlertRule } from "../rule.ts"

export const BackupOld: AlertRule = {
  summary: "The last backup is more than 26 hours old",
  watches: ["store"],
  entries: () => [{ expr: "time() - tagwright_backup_last_success_seconds > 26 * 3600", for: "1h", severity: "ticket" }],
  cases: [
    { title: "two days ago", every: "1h", series: { tagwright_backup_last_success_seconds: "0x50" }, at: "48h", fires: [{ severity: "ticket" }] },
    { title: "just now", every: "1h", series: { tagwright_backup_last_success_seconds: "0+3600x50" }, at: "48h", fires: [] },
  ],
  runbook: {
    symptom: "The job that copies the database did not run, or what it copied was damaged. Before the first backup, the age is the database's own.",
    impact: "If the disk is lost now, everything since the last backup is lost with it; payments can be had again by tagwright reconcile, visits cannot.",
    diagnose: [{ say: "When was the last one, and what does its job say?", command: "ls -l $DATA/last-backup" }, { say: "Is there room for another?", command: "df -h" }],
    fix: [
      { say: "Make one now; it is checked.", command: "tagwright serve backup --data $DATA --to $BACKUP" },
      { say: "Whoever backs up by other means (a replica, snapshots of the disk) touches the file after each.", command: "touch $DATA/last-backup" },
    ],
    verify: [look.openAlerts],
    escalate: "server",
  },
}
