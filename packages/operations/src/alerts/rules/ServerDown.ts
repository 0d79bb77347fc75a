import { look } from "../commands.ts"
import type { AlertRule } from "../rule.ts"

export const ServerDown: AlertRule = {
  summary: "The server does not answer",
  watches: ["server"],
  entries: () => [{ expr: 'up{job="tagwright"} == 0', for: "2m", severity: "page" }],
  cases: [
    { title: "two minutes without an answer", series: { 'up{job="tagwright"}': "1 1 0x10" }, at: "6m", fires: [{ severity: "page", job: "tagwright" }] },
    { title: "one missed scrape", series: { 'up{job="tagwright"}': "1 1 0 1x10" }, at: "6m", fires: [] },
  ],
  runbook: {
    symptom: "Prometheus cannot reach /metrics.",
    impact: "Browsers keep events and send them later; payment providers send their messages again for three days. Nothing is lost yet.",
    diagnose: [{ say: "See whether the process runs and what it said last.", command: "systemctl status tagwright" }, look.health],
    fix: [
      { say: "Start it again. Whatever was acknowledged is on disk.", command: "systemctl restart tagwright" },
      { say: "If it says that the disk failed, follow the page StoreBroken." },
      look.rollback,
    ],
    verify: [look.health, look.watch],
    escalate: "server",
  },
}
