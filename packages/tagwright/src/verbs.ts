import type { Command } from "./command.ts"

/** A command as the table holds it: loaded only when it is asked for, so that starting stays fast. */
export interface Verb {
  summary: string
  load: () => Promise<{ command: unknown }>
}

/** Every verb, in the order of `tagwright --help`. Two words make a sub-verb. */
export const verbs: Record<string, Verb> = {
  run: { summary: "the whole job: build, check, drive real browsers, judge, keep everything open", load: () => import("./commands/run.ts") },
  init: { summary: "set up Tagwright in an Eleventy or Vite site", load: () => import("./commands/init.ts") },
  check: { summary: "check the tracking plan", load: () => import("./commands/check.ts") },
  build: { summary: "build kit, containers, server plan and catalogs from the plan", load: () => import("./commands/build.ts") },
  freeze: { summary: "approve the plan's event names: from now on a rename is an error", load: () => import("./commands/freeze.ts") },
  qa: { summary: "drive a real browser through the journeys in every consent scenario", load: () => import("./commands/qa.ts") },
  coverage: { summary: "use every interactive element and say which event measures it", load: () => import("./commands/coverage.ts") },
  judge: { summary: "judge the evidence of a run: a verdict for every gate", load: () => import("./commands/judge.ts") },
  sign: { summary: "sign the decision in a role", load: () => import("./commands/sign.ts") },
  verify: { summary: "check offline that evidence, decision and signatures belong together", load: () => import("./commands/verify.ts") },
  release: { summary: "pack what was judged, passed and signed into a release folder", load: () => import("./commands/release.ts") },
  deploy: { summary: "bring a release to an environment, whole or not at all", load: () => import("./commands/deploy.ts") },
  rollback: { summary: "bring back the release that was live before", load: () => import("./commands/rollback.ts") },
  "evidence verify": { summary: "check that evidence is what was sealed", load: () => import("./commands/evidence-verify.ts") },
  "evidence compare": { summary: "say what two runs observed differently", load: () => import("./commands/evidence-compare.ts") },
  "pii scan": { summary: "find personal data in text, JSON, JSONL and HAR files", load: () => import("./commands/pii-scan.ts") },
  serve: { summary: "run the server: receives events and webhooks, stores, delivers", load: () => import("./commands/serve.ts") },
  "serve backup": { summary: "copy the server's database while it runs, and check the copy", load: () => import("./commands/serve-backup.ts") },
  "serve restore": { summary: "put a backup in the place of a stopped server's database", load: () => import("./commands/serve-restore.ts") },
  status: { summary: "is the server well, and does anything need a person?", load: () => import("./commands/status.ts") },
  kpis: { summary: "the figures K1 to K14 against their targets, and what is behind them", load: () => import("./commands/kpis.ts") },
  "spend import": { summary: "take in advertising spend, for K12", load: () => import("./commands/spend-import.ts") },
  "alerts list": { summary: "list alerts", load: () => import("./commands/alerts-list.ts") },
  "alerts acknowledge": { summary: "say that you are on an alert", load: () => import("./commands/alerts-acknowledge.ts") },
  canary: { summary: "probe a destination now", load: () => import("./commands/canary.ts") },
  "destinations enable": { summary: "send again to a destination that said it was gone", load: () => import("./commands/destinations-enable.ts") },
  "deliveries list": { summary: "list deliveries, e.g. the dead letters of a destination", load: () => import("./commands/deliveries-list.ts") },
  "deliveries show": { summary: "show one delivery with its event and the peer's last answer", load: () => import("./commands/deliveries-show.ts") },
  "deliveries replay": { summary: "send dead letters again", load: () => import("./commands/deliveries-replay.ts") },
  "deliveries discard": { summary: "give up on dead letters", load: () => import("./commands/deliveries-discard.ts") },
  "events tail": { summary: "watch events and deliveries as they happen", load: () => import("./commands/events-tail.ts") },
  reconcile: { summary: "compare the payment provider's own list with what is recorded; fill gaps", load: () => import("./commands/reconcile.ts") },
  "lead show": { summary: "show what is known of a person, without personal values", load: () => import("./commands/lead-show.ts") },
  "lead export": { summary: "export everything about a person (Art. 15, 20 GDPR)", load: () => import("./commands/lead-export.ts") },
  "lead erase": { summary: "erase a person and tell every recipient (Art. 17, 19 GDPR)", load: () => import("./commands/lead-erase.ts") },
  "gtm lint": { summary: "check any Tag Manager export", load: () => import("./commands/gtm-lint.ts") },
  "gtm normalize": { summary: "write an export in Tag Manager's own layout", load: () => import("./commands/gtm-normalize.ts") },
  "gtm diff": { summary: "say what two or three containers do differently", load: () => import("./commands/gtm-diff.ts") },
  "gtm run": { summary: "run a Tag Manager export offline and say what fires", load: () => import("./commands/gtm-run.ts") },
  "gtm test": { summary: "run the tests that custom templates bring along", load: () => import("./commands/gtm-test.ts") },
  "gtm catalog": { summary: "describe every item of a container", load: () => import("./commands/gtm-catalog.ts") },
  "gtm stats": { summary: "count a container's items and estimate its size", load: () => import("./commands/gtm-stats.ts") },
  "gtm drift": { summary: "say where an export has left the plan", load: () => import("./commands/gtm-drift.ts") },
  "gtm import": { summary: "draw up a draft plan from a container", load: () => import("./commands/gtm-import.ts") },
  "gtm api2export": { summary: "turn what the API answers into an export", load: () => import("./commands/gtm-api2export.ts") },
  "gtm export2api": { summary: "spell an export as the API does", load: () => import("./commands/gtm-export2api.ts") },
  "gtm push": { summary: "bring a container into a workspace of Tag Manager", load: () => import("./commands/gtm-push.ts") },
  "gtm preview-diff": { summary: "say what a workspace would change for visitors", load: () => import("./commands/gtm-preview-diff.ts") },
  "gtm version": { summary: "make a version of a workspace", load: () => import("./commands/gtm-version.ts") },
  "gtm publish": { summary: "put a version live, keep the one it replaces", load: () => import("./commands/gtm-publish.ts") },
  "gtm backup": { summary: "save a version as an export with its digest", load: () => import("./commands/gtm-backup.ts") },
  "gtm restore": { summary: "bring a backup's content back, proven equal", load: () => import("./commands/gtm-restore.ts") },
  "gtm rollback": { summary: "put the version before live again", load: () => import("./commands/gtm-rollback.ts") },
  schema: { summary: "print the JSON Schema of a plan, for editors", load: () => import("./commands/schema.ts") },
}

export const isCommand = (value: unknown): value is Command => typeof value === "object" && value !== null && "run" in value && "usage" in value
