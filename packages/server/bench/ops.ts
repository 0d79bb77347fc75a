/**
 * How long the dashboard's questions take on a large log: `node bench/ops.ts [events] [folder]` (default: one million).
 * Each question is asked on the reading thread as `/ops` asks it, beside the plain way to the same answer: OFFSET, a scan without index.
 * A folder that holds a log of that size already is used again.
 */
import { mkdirSync, mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { openSqliteBrowse } from "../src/store/sqlite/browse/open-browse.ts"
import { openReader } from "../src/store/sqlite/open.ts"
import { databaseFile } from "../src/store/sqlite/store.ts"
import { ensureLog } from "./fill-log.ts"

const DAY_MS = 86_400_000
const PATIENCE_MS = 120_000
const [wanted = "1000000", folder] = process.argv.slice(2)
const events = Number(wanted)
const data = folder ?? mkdtempSync(join(tmpdir(), "tagwright-ops-"))
mkdirSync(data, { recursive: true })
const file = databaseFile(data)
const now = Date.now()

ensureLog(file, events)

const ROUNDS = 7
const median = (values: number[]): number => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0
const timed = async (run: () => unknown): Promise<number> => {
  const began = performance.now()
  await run()
  return performance.now() - began
}
/** Ours and the plain way in turns, so that both meet the same machine. */
const compare = async (ours: () => Promise<unknown>, plain?: () => unknown): Promise<{ ours: number; worst: number; plain: number | undefined }> => {
  const [a, b]: [number[], number[]] = [[], []]
  for (let round = 0; round < ROUNDS; round += 1) {
    a.push(await timed(ours))
    if (plain !== undefined && round < 3) b.push(await timed(plain))
  }
  return { ours: median(a), worst: Math.max(...a), plain: plain === undefined ? undefined : median(b) }
}

const browse = openSqliteBrowse(file, PATIENCE_MS)
const plain = openReader(file)
const all = (sql: string): unknown => plain.prepare(sql).all()
const deep = Math.floor(events * 0.05)
const week = now - 7 * DAY_MS
const questions: [string, () => Promise<unknown>, (() => unknown)?][] = [
  ["events, newest 50", () => browse.ask("events", { limit: 50 })],
  ["events, 50 near the oldest", () => browse.ask("events", { limit: 50, before: deep }), () => all(`SELECT * FROM event ORDER BY seq DESC LIMIT 50 OFFSET ${events - deep}`)],
  ["events of a rare name, 50", () => browse.ask("events", { limit: 50, name: "refund" }), () => all("SELECT * FROM event NOT INDEXED WHERE name = 'refund' ORDER BY seq DESC LIMIT 50")],
  ["events of one person", () => browse.ask("events", { limit: 500, lead: "lead-11" }), () => all("SELECT * FROM event NOT INDEXED WHERE lead_id = 'lead-11' ORDER BY seq DESC LIMIT 500")],
  ["events with what became of them, 50", async () => browse.ask("deliveriesOf", (await browse.ask("events", { limit: 50 })).map(({ seq }) => seq))],
  ["deliveries, newest 50", () => browse.ask("deliveries", { limit: 50 })],
  ["deliveries, 50 near the oldest", () => browse.ask("deliveries", { limit: 50, before: Math.floor(deep / 2) }), () => all(`SELECT delivery.* FROM delivery JOIN event ON event.seq = event_seq ORDER BY id DESC LIMIT 50 OFFSET ${Math.floor((events - deep) / 2)}`)],
  ["dead letters of one cause, 50", () => browse.ask("deliveries", { limit: 50, state: "dead", destination: "crm", reason: "http_401" }), () => all("SELECT * FROM delivery NOT INDEXED WHERE state = 'dead' AND destination = 'crm' AND reason = 'http_401' ORDER BY id DESC LIMIT 50")],
  ["withheld deliveries of one destination, 50", () => browse.ask("deliveries", { limit: 50, state: "withheld", destination: "pixel" })],
  ["dead letters by cause", () => browse.ask("deadGroups"), () => all("SELECT destination, reason, count(*) FROM delivery NOT INDEXED WHERE state = 'dead' GROUP BY 1, 2")],
  ["overview: settled in a day", () => browse.ask("settledSince", now - DAY_MS), () => all(`SELECT destination, state, count(*) FROM delivery NOT INDEXED WHERE settled_at >= ${now - DAY_MS} GROUP BY 1, 2`)],
  ["overview: events of a day", () => browse.ask("eventsBetween", now - DAY_MS, now, false), () => all(`SELECT count(*) FROM event NOT INDEXED WHERE received_at >= ${now - DAY_MS}`)],
  ["overview: hours of a week, first look", () => browse.ask("hours", week, now, false), () => all(`SELECT received_at / 3600000, count(*) FROM event NOT INDEXED WHERE received_at >= ${week} GROUP BY 1`)],
  ["overview: the running hour, every later look", () => browse.ask("hours", Math.floor(now / 3_600_000) * 3_600_000, now, false)],
  ["consent: choices of 30 days", () => browse.ask("choicesByDay", now - 30 * DAY_MS)],
  ["consent: held back in 30 days", () => browse.ask("withheldSince", now - 30 * DAY_MS)],
]
await browse.ask("webhooks")
console.log(`| ${events.toLocaleString("en")} events, ${Math.floor(events / 2).toLocaleString("en")} deliveries | ms, median of ${ROUNDS} | worst | plain way, ms | ratio |\n|---|---|---|---|---|`)
for (const [title, ours, other] of questions) {
  const result = await compare(ours, other)
  console.log(`| ${title} | ${result.ours.toFixed(1)} | ${result.worst.toFixed(1)} | ${result.plain?.toFixed(0) ?? ""} | ${result.plain === undefined ? "" : (result.plain / result.ours).toFixed(0)} |`)
}
await browse.close()
plain.close()
if (folder === undefined) rmSync(data, { recursive: true, force: true })
