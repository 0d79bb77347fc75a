import type { DatabaseSync } from "node:sqlite"
import type { Vault } from "../../../privacy/vault.ts"
import { bytes, integer, json, text } from "../../columns.ts"
import { OUR_CLOCK, type Conversion, type DueWebhook, type MessageSelection, type WebhookInput, type WebhookSettlement } from "../../model.ts"
import { converter, reverser } from "./convert.ts"

const subjectOf = (source: string, key: string): string => `webhook:${source}:${key}`

/** Stores the raw message (`body` in base64, as it crossed from the other thread), sealed. A repeat of a quarantined one that now verifies takes its place. */
export const storeWebhook = (db: DatabaseSync, vault: Vault): ((input: Omit<WebhookInput, "body"> & { body: string }) => { fresh: boolean }) => {
  const known = db.prepare("SELECT 1 FROM webhook WHERE source = ? AND key = ? AND (state <> 'quarantined' OR ? = 'quarantined')")
  const insert = db.prepare(
    `INSERT INTO webhook (source, key, received_at, headers, body, state, due_at, reason) VALUES (?, ?, ?, ?, ?, ?, ?, ?)
     ON CONFLICT (source, key) DO UPDATE SET state = excluded.state, body = excluded.body, headers = excluded.headers, due_at = excluded.due_at, reason = excluded.reason`,
  )
  return ({ source, key, receivedAt, headers, body, state, reason }) => {
    if (known.get(source, key, state) !== undefined) return { fresh: false }
    insert.run(source, key, receivedAt, JSON.stringify(headers), vault.seal(subjectOf(source, key), Buffer.from(body, "base64")), state, receivedAt, reason ?? null)
    return { fresh: true }
  }
}

/** Leases messages that are due to be read, oldest first; the body is opened. */
export const takeWebhooks = (db: DatabaseSync, vault: Vault): ((input: { now: number; leaseUntil: number; limit: number }) => { due: DueWebhook[]; nextDueAt: number | undefined }) => {
  const due = db.prepare("SELECT * FROM webhook WHERE state = 'received' AND due_at <= ? ORDER BY due_at, seq LIMIT ?")
  const lease = db.prepare("UPDATE webhook SET due_at = ?1, lease_until = ?1 WHERE seq = ?2")
  const next = db.prepare("SELECT min(due_at) AS due FROM webhook WHERE state = 'received'")
  return ({ now, leaseUntil, limit }) => {
    const rows = due.all(now, limit).map((row): DueWebhook => {
      lease.run(leaseUntil, integer(row["seq"]))
      const source = text(row["source"])
      return {
        seq: integer(row["seq"]),
        source,
        receivedAt: integer(row["received_at"]),
        attempt: integer(row["attempt"]),
        headers: json(row["headers"]),
        body: vault.open(subjectOf(source, text(row["key"])), bytes(row["body"]))?.toString() ?? "",
      }
    })
    const found = next.get()?.["due"]
    return { due: rows, nextDueAt: typeof found === "number" ? found : undefined }
  }
}

/** Reading a message, recording what it means and queueing its deliveries are one commit. */
export const settleWebhook = (db: DatabaseSync, vault: Vault): ((input: WebhookSettlement) => Conversion[]) => {
  const convert = converter(db, vault)
  const update = db.prepare("UPDATE webhook SET state = ?, due_at = ?, lease_until = 0, attempt = attempt + 1, reason = ?, lead_id = ? WHERE seq = ? AND state = 'received'")
  const remember = db.prepare("INSERT OR IGNORE INTO reversal (key, at) VALUES (?, ?)")
  const find = db.prepare("SELECT event_seq FROM conversion_key WHERE key = ?")
  const reverse = reverser(db)
  const connect = db.prepare("INSERT OR IGNORE INTO identity_edge (a, b, source, at) VALUES (?, ?, ?, ?)")
  // What waited for somebody to become known may be able to go on now.
  const wake = db.prepare("UPDATE webhook SET due_at = ? WHERE state = 'received' AND source = ? AND attempt > 0 AND lease_until = 0")
  return ({ seq, source, state, dueAt, reason, leadId, events, edges, reversed }) => {
    // Somebody else (a replay) settled it meanwhile: nothing may be recorded twice.
    if (update.run(state, dueAt, reason ?? null, leadId ?? null, seq).changes === 0) return []
    for (const key of reversed) {
      remember.run(key, dueAt)
      const known = find.get(key)
      if (known !== undefined) reverse(integer(known["event_seq"]), dueAt)
    }
    const learned = edges.filter(([a, b]) => connect.run(a, b, source, dueAt).changes > 0)
    if (learned.length > 0) wake.run(dueAt, source)
    return events.map(convert)
  }
}

/** Messages that died, or that no event of the plan wanted, are due again. What they led to before is not repeated: conversions have keys. */
export const rereadWebhooks = (db: DatabaseSync): ((input: MessageSelection) => number) => {
  const update = db.prepare(
    `UPDATE webhook SET state = 'received', due_at = ?1, attempt = 0, reason = NULL WHERE (state = 'dead' OR (state = 'ignored' AND reason = 'not_in_plan') OR (state = 'quarantined' AND reason = '${OUR_CLOCK}'))
     AND (?2 IS NULL OR seq IN (SELECT value FROM json_each(?2))) AND (?3 IS NULL OR source = ?3) AND (?4 IS NULL OR reason = ?4)`,
  )
  return ({ now, seqs, source, reason }) => Number(update.run(now, seqs === undefined ? null : JSON.stringify(seqs), source ?? null, reason ?? null).changes)
}
