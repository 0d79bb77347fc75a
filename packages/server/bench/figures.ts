/**
 * How long the figures take on a large log: `node bench/figures.ts [events] [folder]` (default: one million), for the last 30
 * of its 60 days, each figure by itself as the thread of the figures computes it. Beside it: one pass over the same rows that
 * only counts them, which nothing that reads every row can beat.
 */
import { mkdirSync, mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { kpiIds, type PlanInput } from "@tagwright/formats"
import { compareModels } from "../src/kpi/compare.ts"
import { factsOf } from "../src/kpi/facts.ts"
import { figures } from "../src/kpi/figures/index.ts"
import { funnelReport } from "../src/kpi/funnel.ts"
import { compilePlan } from "../src/plan/runtime.ts"
import { openReader } from "../src/store/sqlite/open.ts"
import { databaseFile } from "../src/store/sqlite/store.ts"
import { serverPlan, shopInput } from "../test/helpers/plan.ts"
import { ensureLog } from "./fill-log.ts"
import { median } from "./median.ts"

const ROUNDS = 3
const SHOWN = 5
const [wanted = "1000000", folder] = process.argv.slice(2)
const data = folder ?? mkdtempSync(join(tmpdir(), "tagwright-figures-"))
mkdirSync(data, { recursive: true })
const file = databaseFile(data)
ensureLog(file, Number(wanted))
const event = (describe: string, more: object) => ({ describe, to: ["ga4", "crm", "pixel"], ...more })
/** The events that `fill-log.ts` writes. */
const input: PlanInput = {
  ...shopInput,
  destinations: { ga4: { type: "ga4", consent: "analytics", secret: "A_TOKEN" }, pixel: { type: "meta", consent: "marketing", pixelId: "1029384756", secret: "B_TOKEN" }, crm: { type: "hubspot", consent: "necessary", secret: "C_TOKEN" } },
  webhooks: { stripe: { type: "stripe", secret: "D_TOKEN" } },
  events: {
    page_view: event("A page is shown", { on: { load: true } }),
    section_view: event("A section is shown", { on: { visible: "section" } }),
    cta_click: event("A click", { on: { click: "a" } }),
    lead_submit: event("An enquiry", { on: { submit: "form" }, keyEvent: true, critical: true }),
    purchase: event("A payment", { from: { webhook: "stripe", when: "paid" }, keyEvent: true, critical: true }),
    refund: event("A refund", { from: { webhook: "stripe", when: "refunded" }, critical: true }),
  },
}
const plan = serverPlan(input)
const db = openReader(file)
const facts = () => factsOf(db, compilePlan(plan, "production"), [], { now: Date.now(), days: 30 })
const timed = (run: () => unknown): number => {
  const times = Array.from({ length: ROUNDS }, () => {
    const began = performance.now()
    run()
    return performance.now() - began
  })
  return median(times)
}
const { scope } = facts()
const pass = timed(() => db.prepare("SELECT count(*), sum(length(name)), sum(test_mode), count(lead_id) FROM event NOT INDEXED WHERE seq >= ? AND seq < ?").get(scope.fromSeq, scope.toSeq))
const rows: [string, () => unknown][] = [
  ...kpiIds.map((id): [string, () => unknown] => [id, () => (({ misses }) => misses(0, SHOWN))(figures[id](facts()))]),
  ...(["channel", "device", "consent"] as const).map((by): [string, () => unknown] => [`funnel by ${by}`, () => funnelReport(facts(), by)]),
  ["attribution, every model", () => compareModels(facts())],
]
console.log(`one pass over the rows: ${pass.toFixed(0)} ms\n| ${Number(wanted).toLocaleString("en")} events, ${(scope.toSeq - scope.fromSeq).toLocaleString("en")} in the last 30 days | ms, median of ${ROUNDS} | passes |\n|---|---|---|`)
let sum = 0
for (const [title, run] of rows) {
  const ms = timed(run)
  if (title.startsWith("K")) sum += ms
  console.log(`| ${title} | ${ms.toFixed(0)} | ${(ms / pass).toFixed(1)} |`)
}
console.log(`| all figures together | ${sum.toFixed(0)} | ${(sum / pass).toFixed(1)} |`)
db.close()
if (folder === undefined) rmSync(data, { recursive: true, force: true })
