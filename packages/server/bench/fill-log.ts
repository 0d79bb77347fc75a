import { existsSync, statSync } from "node:fs"
import type { DatabaseSync } from "node:sqlite"
import { openWriter } from "../src/store/sqlite/open.ts"
import { migrate } from "../src/store/sqlite/schema.ts"

const DAY_MS = 86_400_000
const DAYS = 60
const BATCH = 20_000

const names = ["page_view", "section_view", "nav_click", "cta_click", "faq_open", "form_start", "checkout_start", "lead_submit", "purchase", "refund"]
/** Most are views; one in a hundred thousand is a refund. */
const nameAt = (index: number): string => (index % 100_000 === 7 ? "refund" : index % 997 === 3 ? "purchase" : index % 101 === 5 ? "lead_submit" : (names[index % 7] ?? "page_view"))
const stateAt = (index: number, events: number): string => (index % 5_000 === 1 ? "dead" : index % 20 === 3 ? "withheld" : index > events - 500 ? "pending" : "delivered")

/** Writes as the server's statements do, many rows to a commit: what is measured afterwards is reading. */
const fill = (db: DatabaseSync, events: number): void => {
  const now = Date.now()
  const event = db.prepare("INSERT INTO event (seq, id, name, source, at, received_at, lead_id, client_id, session_id, choice, page, params, amount, device, test_mode) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0)")
  const delivery = db.prepare("INSERT INTO delivery (event_seq, destination, state, due_at, attempt, reason, reason_class, settled_at) VALUES (?, ?, ?, ?, 1, ?, ?, ?)")
  const people = Math.ceil(events / 8)
  const touch = db.prepare("INSERT INTO touch (lead_id, at, touch) VALUES (?, ?, ?)")
  const known = db.prepare("INSERT INTO person (lead_id, choice, choice_at, seen_at) VALUES (?, ?, ?, ?)")
  const touches = [{ utm_source: "google", utm_medium: "cpc", utm_campaign: "autumn" }, { utm_source: "newsletter", utm_medium: "email" }, {}].map((params) => JSON.stringify({ at: 0, landing: "https://northlight.example/", params }))
  const consent = db.prepare("INSERT INTO consent_log (lead_id, at, choice) VALUES (?, ?, ?)")
  const page = JSON.stringify({ url: `https://northlight.example/${"x".repeat(60)}`, title: "Northlight Studio" })
  const params = JSON.stringify({ page_path: "/", page_title: "Northlight Studio", filler: "x".repeat(180) })
  const choices = ['{"analytics":true,"marketing":true,"necessary":true}', '{"analytics":true,"marketing":false,"necessary":true}', '{"analytics":false,"marketing":false,"necessary":true}']
  for (let start = 1; start <= events; start += BATCH) {
    db.exec("BEGIN")
    for (let seq = start; seq < Math.min(start + BATCH, events + 1); seq += 1) {
      const at = Math.round(now - DAYS * DAY_MS + (seq / events) * DAYS * DAY_MS)
      const person = seq % people
      const lead = `lead-${person}`
      event.run(seq, `event-${seq}`, nameAt(seq), seq % 997 === 3 ? "stripe" : "browser", at, at, lead, `1.${person}`, String(Math.floor(seq / people)), choices[person % 3] ?? null, page, params, seq % 997 === 3 ? '{"minor":24000,"currency":"EUR"}' : null, seq % 3 === 0 ? "mobile" : "desktop")
      if (seq <= people) {
        touch.run(lead, at - 1_000, touches[seq % 3] ?? "")
        known.run(lead, choices[person % 3] ?? "{}", at, at)
      }
      if (seq % 8 === 0) consent.run(lead, at, choices[seq % 3] ?? "{}")
      if (seq % 2 === 0) continue
      const state = stateAt(seq, events)
      delivery.run(seq, seq % 3 === 0 ? "crm" : seq % 3 === 1 ? "ga4" : "pixel", state, at, state === "dead" ? `http_${400 + (seq % 4)}` : state === "withheld" ? "consent_denied" : null, state === "dead" ? "data" : null, state === "pending" || state === "withheld" ? null : at + 200)
    }
    db.exec("COMMIT")
    if (process.stderr.isTTY) process.stderr.write(`\r${Math.round(((start + BATCH) / events) * 100)} %`)
  }
  db.exec("ANALYZE; PRAGMA wal_checkpoint(TRUNCATE)")
}

/** A log of so many events over sixty days, an eighth as many people; one that is there already is used again. */
export const ensureLog = (file: string, events: number): void => {
  if (existsSync(file)) return
  const writer = openWriter(file)
  migrate(writer)
  const began = performance.now()
  fill(writer, events)
  console.error(`\nfilled in ${Math.round((performance.now() - began) / 1000)} s, ${Math.round(statSync(file).size / 1_048_576)} MB`)
  writer.close()
}
