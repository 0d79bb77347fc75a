import type { Touch } from "@tagwright/formats"
import { spendKey, type SpendRow } from "../../attribution/spend/row.ts"
import { ERASURE, type ConsentRecord, type DeliveryFilter, type DeliveryView, type Edge, type Page, type Person, type QuarantineView, type StoredEvent } from "../model.ts"
import type { QueueDepth, StoreStats } from "../port.ts"
import { integer, json, maybeInteger, maybeText, text } from "../columns.ts"
import { readEvent } from "../sqlite/events.ts"
import { readPerson } from "../sqlite/operations/claim.ts"
import { readConsent } from "../read-consent.ts"
import { readDelivery } from "../sqlite/queries/queue.ts"
import { leadName, leadsIn } from "../../identity/names.ts"
import type { Sql } from "./connect.ts"

export const events = async (sql: Sql, { since, limit, leadId }: Page & { leadId?: string | undefined }): Promise<StoredEvent[]> => {
  const rows = leadId === undefined ? await sql.rows("SELECT * FROM event WHERE seq > $1 ORDER BY seq LIMIT $2", [since, limit]) : await sql.rows("SELECT * FROM event WHERE lead_id = $3 AND seq > $1 ORDER BY seq LIMIT $2", [since, limit, leadId])
  return rows.map(readEvent)
}
export const quarantined = async (sql: Sql, { since, limit }: Page): Promise<QuarantineView[]> => {
  const rows = await sql.rows("SELECT seq, id, source, received_at, reason FROM quarantine WHERE seq > $1 ORDER BY seq LIMIT $2", [since, limit])
  return rows.map((row) => ({ seq: integer(row["seq"]), id: text(row["id"]), source: text(row["source"]), receivedAt: integer(row["received_at"]), reason: text(row["reason"]) }))
}
/** The same day of the same campaign is replaced: importing a report twice costs nothing twice. */
export const importSpend = async (sql: Sql, rows: readonly SpendRow[], now: number): Promise<number> => {
  for (const row of rows) await sql.run("INSERT INTO spend (key, day, row, imported_at) VALUES ($1, $2, $3, $4) ON CONFLICT (key) DO UPDATE SET row = excluded.row, imported_at = excluded.imported_at", [spendKey(row), row.day, JSON.stringify(row), now])
  return rows.length
}
export const conversionKeys = async (sql: Sql, prefix: string): Promise<string[]> => (await sql.rows("SELECT key FROM conversion_key WHERE starts_with(key, $1)", [prefix])).map((row) => text(row["key"]))
export const hasConversion = async (sql: Sql, keys: readonly string[]): Promise<boolean> => (await sql.rows("SELECT 1 FROM conversion_key WHERE key = ANY($1::text[]) LIMIT 1", [keys])).length > 0

const DELIVERY = "SELECT delivery.*, event.id AS event_id, event.name AS event_name, event.source AS event_source, event.lead_id FROM delivery JOIN event ON event.seq = delivery.event_seq"
/** Only the conditions that are asked for, so that each question finds its index. */
export const deliveries = async (sql: Sql, { since = 0, state, destination, reason, eventId, leadId, limit }: DeliveryFilter): Promise<DeliveryView[]> => {
  const asked: [string, string | number | undefined][] = [["delivery.id >", since], ["state =", state], ["destination =", destination], ["reason =", reason], ["event.id =", eventId], ["event.lead_id =", leadId]]
  const used = asked.filter(([, value]) => value !== undefined)
  const where = used.map(([condition], index) => `${condition} $${index + 1}`).join(" AND ")
  return (await sql.rows(`${DELIVERY} WHERE ${where} ORDER BY delivery.id LIMIT $${used.length + 1}`, [...used.map(([, value]) => value), limit])).map(readDelivery)
}
export const delivery = async (sql: Sql, id: number): Promise<(DeliveryView & { answer: string | undefined; eventBody: StoredEvent }) | undefined> => {
  const [row] = await sql.rows(`${DELIVERY} WHERE delivery.id = $1`, [id])
  const [event] = row === undefined ? [] : await sql.rows("SELECT * FROM event WHERE seq = $1", [row["event_seq"]])
  return row && event && { ...readDelivery(row), answer: maybeText(row["answer"] ?? null), eventBody: readEvent(event) }
}

/** The log of writes belongs to the server, not to us: its size is not ours to tell. */
const bytesOf = async (sql: Sql): Promise<{ database: number; wal: number }> => {
  const [row] = await sql.rows("SELECT pg_database_size(current_database()) AS bytes")
  return { database: integer(row?.["bytes"]), wal: 0 }
}
const WAITING = `SELECT destination, state, count(*) AS count, min(id) AS oldest FROM delivery WHERE state = 'pending' GROUP BY destination, state
  UNION ALL SELECT destination, state, count(*), min(id) FROM delivery WHERE state = 'dead' GROUP BY destination, state`
const OLDEST = "SELECT delivery.destination, event.received_at FROM delivery JOIN event ON event.seq = event_seq WHERE delivery.id = ANY($1::bigint[])"

const CONSENT_SHARES = `SELECT key AS category, avg(CASE WHEN value = 'true'::jsonb THEN 1 ELSE 0 END)::float8 AS share
  FROM (SELECT choice FROM consent_log ORDER BY seq DESC LIMIT 1000) AS latest, jsonb_each(latest.choice::jsonb) GROUP BY key`

export const depth = async (sql: Sql): Promise<QueueDepth> => {
  const rows = await sql.rows(WAITING)
  const pending = rows.filter((row) => row["state"] === "pending").map((row) => integer(row["oldest"]))
  const oldest = pending.length === 0 ? [] : await sql.rows(OLDEST, [pending])
  const [errands] = await sql.rows(`SELECT count(*) AS count FROM event WHERE name = '${ERASURE}' AND personal IS NOT NULL`)
  const [retention] = await sql.rows("SELECT value FROM meta WHERE key = 'retention_at'")
  return {
    waiting: rows.map((row) => ({ destination: text(row["destination"]), state: row["state"] === "dead" ? "dead" : "pending", count: integer(row["count"]) })),
    oldest: oldest.map((row) => ({ destination: text(row["destination"]), receivedAt: integer(row["received_at"]) })),
    bytes: await bytesOf(sql),
    erasurePending: integer(errands?.["count"]),
    disabled: (await sql.rows("SELECT destination FROM destination_state")).map((row) => text(row["destination"])),
    consentShares: (await sql.rows(CONSENT_SHARES)).map((row) => ({ category: text(row["category"]), share: Number(row["share"]) })),
    retentionAt: retention && Number(text(retention["value"])),
    canaries: (await sql.rows("SELECT substr(key, 8) AS destination, value FROM meta WHERE key LIKE 'canary:%' ORDER BY key")).map((row) => ({ destination: text(row["destination"]), at: Number(text(row["value"])) })),
  }
}
export const stats = async (sql: Sql): Promise<StoreStats> => {
  const queue = await sql.rows("SELECT destination, state, count(*) AS count FROM delivery GROUP BY destination, state")
  const webhooks = await sql.rows("SELECT source, state, count(*) AS count FROM webhook GROUP BY source, state")
  const disabled = await sql.rows("SELECT * FROM destination_state")
  return {
    queue: queue.map((row) => ({ destination: text(row["destination"]), state: text(row["state"]), count: integer(row["count"]) })),
    webhooks: webhooks.map((row) => ({ source: text(row["source"]), state: text(row["state"]), count: integer(row["count"]) })),
    disabled: disabled.map((row) => ({ destination: text(row["destination"]), reason: text(row["reason"]), disabledAt: integer(row["disabled_at"]) })),
    bytes: await bytesOf(sql),
  }
}

/** A person's names: everything that hangs together by edges in force, in the order of their bytes. */
const CLUSTER = `WITH RECURSIVE same (name) AS (
    SELECT $1::text UNION SELECT CASE WHEN a = name THEN b ELSE a END FROM identity_edge JOIN same ON a = name OR b = name WHERE removed_at IS NULL
  ) SELECT name FROM same ORDER BY name COLLATE "C"`
export const cluster = async (sql: Sql, name: string): Promise<string[]> => (await sql.rows(CLUSTER, [name])).map((row) => text(row["name"]))

export const person = async (sql: Sql, leadId: string): Promise<Person | undefined> => (await people(sql, [leadId]))[0]
export const people = async (sql: Sql, leadIds: readonly string[]): Promise<Person[]> => (await sql.rows("SELECT * FROM person WHERE lead_id = ANY($1::text[])", [leadIds])).map(readPerson)
export const edgesOf = async (sql: Sql, names: readonly string[]): Promise<Edge[]> => {
  const rows = await sql.rows("SELECT a, b, source, at, removed_at FROM identity_edge WHERE a = ANY($1::text[]) OR b = ANY($1::text[]) ORDER BY seq", [names])
  return rows.map((row) => ({ a: text(row["a"]), b: text(row["b"]), source: text(row["source"]), at: integer(row["at"]), removedAt: maybeInteger(row["removed_at"] ?? null) }))
}
export const consentOf = async (sql: Sql, leadIds: readonly string[]): Promise<ConsentRecord[]> =>
  (await sql.rows("SELECT at, choice, proof FROM consent_log WHERE lead_id = ANY($1::text[]) ORDER BY at, seq", [leadIds])).map(readConsent)
export const leadOf = async (sql: Sql, aliases: readonly string[]): Promise<string | undefined> => {
  const [row] = await sql.rows("SELECT b FROM identity_edge WHERE a = ANY($1::text[]) AND removed_at IS NULL AND b LIKE 'lead:%' ORDER BY at DESC, seq DESC LIMIT 1", [aliases])
  return row && leadsIn([text(row["b"])])[0]
}
export const touchesOf = async (sql: Sql, leadId: string): Promise<Touch[]> => {
  const leads = leadsIn(await cluster(sql, leadName(leadId)))
  return (await sql.rows("SELECT touch FROM touch WHERE lead_id = ANY($1::text[]) ORDER BY at", [leads])).map((row) => json<Touch>(row["touch"]))
}
