import { OUR_CLOCK, type Conversion, type DueWebhook, type MessageSelection, type WebhookInput, type WebhookSettlement } from "../model.ts"
import { bytes, integer, json, maybeInteger, text } from "../columns.ts"
import type { Sql } from "./connect.ts"
import { convert, reverse } from "./convert.ts"
import { openAll, sealAll } from "./keys.ts"
import { addEdges } from "./people.ts"

const subjectOf = (source: string, key: string): string => `webhook:${source}:${key}`

const STORE = `INSERT INTO webhook (source, key, received_at, headers, body, state, due_at, reason) VALUES ($1, $2, $3, $4, $5, $6, $3, $7)
  ON CONFLICT (source, key) DO UPDATE SET state = excluded.state, body = excluded.body, headers = excluded.headers, due_at = excluded.due_at, reason = excluded.reason
    WHERE webhook.state = 'quarantined' AND excluded.state <> 'quarantined'`

/** Stores the raw message, sealed. A repeat of a quarantined one that now verifies takes its place. */
export const storeWebhook = async (sql: Sql, { source, key, receivedAt, headers, body, state, reason }: WebhookInput): Promise<{ fresh: boolean }> => {
  const [sealed] = await sealAll(sql, [{ subject: subjectOf(source, key), plain: body }])
  return { fresh: (await sql.run(STORE, [source, key, receivedAt, JSON.stringify(headers), sealed, state, reason ?? null])) > 0 }
}

const TAKE = `UPDATE webhook SET due_at = $2, lease_until = $2, lease_owner = $4 FROM (
    SELECT seq, due_at AS was_due FROM webhook WHERE state = 'received' AND due_at <= $1 ORDER BY due_at, seq LIMIT $3 FOR UPDATE SKIP LOCKED) AS due
  WHERE webhook.seq = due.seq RETURNING webhook.seq, source, key, received_at, attempt, headers, body, due.was_due`

/** Leases messages that are due to be read, oldest first; the body is opened. */
export const takeWebhooks = async (sql: Sql, node: string, { now, leaseUntil, limit }: { now: number; leaseUntil: number; limit: number }): Promise<{ due: DueWebhook[]; nextDueAt: number | undefined }> => {
  const found = await sql.rows(TAKE, [now, leaseUntil, limit, node])
  const rows = found.toSorted((a, b) => integer(a["was_due"]) - integer(b["was_due"]) || integer(a["seq"]) - integer(b["seq"]))
  const bodies = await openAll(sql, rows.map((row) => ({ subject: subjectOf(text(row["source"]), text(row["key"])), sealed: bytes(row["body"]) })))
  const [next] = await sql.rows("SELECT min(due_at) AS due FROM webhook WHERE state = 'received'")
  const due = rows.map((row, index): DueWebhook => ({
    seq: integer(row["seq"]),
    source: text(row["source"]),
    receivedAt: integer(row["received_at"]),
    attempt: integer(row["attempt"]),
    headers: json(row["headers"]),
    body: bodies[index]?.toString() ?? "",
  }))
  return { due, nextDueAt: maybeInteger(next?.["due"] ?? null) }
}

const SETTLE = "UPDATE webhook SET state = $1, due_at = $2, lease_until = 0, attempt = attempt + 1, reason = $3, lead_id = $4 WHERE seq = $5 AND state = 'received'"
// What waited for somebody to become known may be able to go on now.
const WAKE = "UPDATE webhook SET due_at = $1 WHERE state = 'received' AND source = $2 AND attempt > 0 AND lease_until = 0"

/** Reading a message, recording what it means and queueing its deliveries are one commit. */
export const settleWebhook = async (sql: Sql, { seq, source, state, dueAt, reason, leadId, events, edges, reversed }: WebhookSettlement): Promise<Conversion[]> => {
  // Somebody else (a replay, another worker) settled it meanwhile: nothing may be recorded twice.
  if ((await sql.run(SETTLE, [state, dueAt, reason ?? null, leadId ?? null, seq])) === 0) return []
  if (reversed.length > 0) await reverse(sql, reversed, dueAt)
  const learned = await addEdges(sql, edges.map(([a, b]) => ({ a, b, source, at: dueAt })))
  if (learned > 0) await sql.run(WAKE, [dueAt, source])
  const answers: Conversion[] = []
  for (const event of events) answers.push(await convert(sql, event))
  return answers
}

const REREAD = `UPDATE webhook SET state = 'received', due_at = $1, attempt = 0, reason = NULL WHERE (state = 'dead' OR (state = 'ignored' AND reason = 'not_in_plan') OR (state = 'quarantined' AND reason = '${OUR_CLOCK}'))
  AND ($2::bigint[] IS NULL OR seq = ANY($2)) AND ($3::text IS NULL OR source = $3) AND ($4::text IS NULL OR reason = $4)`

/** Messages that died, or that no event of the plan wanted, are due again. What they led to before is not repeated: conversions have keys. */
export const rereadWebhooks = (sql: Sql, { now, seqs, source, reason }: MessageSelection): Promise<number> => sql.run(REREAD, [now, seqs ?? null, source ?? null, reason ?? null])
