/**
 * How long the dashboard's questions take on a large log: `node bench/ops.ts [events] [folder]` (default: one million).
 * Each question is asked on the reading thread as `/ops` asks it, beside the plain way to the same answer: OFFSET, a scan without index.
 * A folder that holds a log of that size already is used again.
 */
import { existsSync, mkdirSync, mkdtempSync, rmSync, statSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import type { DatabaseSync } from "node:sqlite"
import { openSqliteBrowse } from "../src/store/sqlite/browse/open-browse.ts"
import { openReader, openWriter } from "../src/store/sqlite/open.ts"
import { migrate } from "../src/store/sqlite/schema.ts"
import { databaseFile } from "../src/store/sqlite/store.ts"

const DAY_MS = 86_400_000
const DAYS = 60
const BATCH = 20_000
const PATIENCE_MS = 120_000
const [wanted = "1000000", folder] = process.argv.slice(2)
const events = Number(wanted)
const data = folder ?? mkdtempSync(join(tmpdir(), "tagwright-ops-"))
mkdirSync(data, { recursive: true })
const file = databaseFile(data)
const now = Date.now()

const names = ["page_view", "section_view", "nav_click", "cta_click", "faq_open", "form_start", "checkout_start", "lead_submit", "purchase", "refund"]
/** Most are views; one in a hundred thousand is a refund. */
const nameAt = (index: number): string => (index % 100_000 === 7 ? "refund" : index % 997 === 3 ? "purchase" : index % 101 === 5 ? "lead_submit" : (names[index % 7] ?? "page_view"))
const stateAt = (index: number): string => (index % 5_000 === 1 ? "dead" : index % 20 === 3 ? "withheld" : index > events - 500 ? "pending" : "delivered")

/** Writes as the server's statements do, many rows to a commit: what is measured afterwards is reading. */
const fill = (db: DatabaseSync): void => {
  const event = db.prepare("INSERT INTO event (seq, id, name, source, at, received_at, lead_id, client_id, session_id, choice, page, params, test_mode) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0)")
  const delivery = db.prepare("INSERT INTO delivery (event_seq, destination, state, due_at, attempt, reason, reason_class, settled_at) VALUES (?, ?, ?, ?, 1, ?, ?, ?)")
  const consent = db.prepare("INSERT INTO consent_log (lead_id, at, choice) VALUES (?, ?, ?)")
  const page = JSON.stringify({ url: `https://northlight.example/${"x".repeat(60)}`, title: "Northlight Studio" })
  const params = JSON.stringify({ page_path: "/", page_title: "Northlight Studio", filler: "x".repeat(180) })
  const choices = ['{"analytics":true,"marketing":true,"necessary":true}', '{"analytics":true,"marketing":false,"necessary":true}', '{"analytics":false,"marketing":false,"necessary":true}']
  for (let start = 1; start <= events; start += BATCH) {
    db.exec("BEGIN")
    for (let seq = start; seq < Math.min(start + BATCH, events + 1); seq += 1) {
      const at = Math.round(now - DAYS * DAY_MS + (seq / events) * DAYS * DAY_MS)
      const lead = `lead-${seq % Math.ceil(events / 8)}`
      event.run(seq, `event-${seq}`, nameAt(seq), seq % 997 === 3 ? "stripe" : "browser", at, at, lead, "1.2", "3", choices[seq % 3] ?? null, page, params)
      if (seq % 8 === 0) consent.run(lead, at, choices[seq % 3] ?? "{}")
      if (seq % 2 === 0) continue
      const state = stateAt(seq)
      delivery.run(seq, seq % 3 === 0 ? "crm" : seq % 3 === 1 ? "ga4" : "pixel", state, at, state === "dead" ? `http_${400 + (seq % 4)}` : state === "withheld" ? "consent_denied" : null, state === "dead" ? "data" : null, state === "pending" || state === "withheld" ? null : at + 200)
    }
    db.exec("COMMIT")
    if (process.stderr.isTTY) process.stderr.write(`\r${Math.round(((start + BATCH) / events) * 100)} %`)
  }
  db.exec("ANALYZE; PRAGMA wal_checkpoint(TRUNCATE)")
}

if (!existsSync(file)) {
  const writer = openWriter(file)
  migrate(writer)
  const began = performance.now()
  fill(writer)
  console.error(`\nfilled in ${Math.round((performance.now() - began) / 1000)} s, ${Math.round(statSync(file).size / 1_048_576)} MB`)
  writer.close()
}

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
