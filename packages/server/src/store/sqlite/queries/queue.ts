import { statSync } from "node:fs"
import type { DatabaseSync } from "node:sqlite"
import type { DeliveryFilter, DeliveryView, StoredEvent } from "../../model.ts"
import { ERASURE } from "../../model.ts"
import type { QueueDepth, StoreStats } from "../../port.ts"
import { integer, maybeInteger, maybeText, text, type Row } from "../../columns.ts"
import { dueOf } from "../../line.ts"
import { readEvent } from "../events.ts"

export const readDelivery = (row: Row): DeliveryView => ({
  id: integer(row["id"]),
  eventId: text(row["event_id"]),
  event: text(row["event_name"]),
  source: text(row["event_source"]),
  destination: text(row["destination"]),
  state: text(row["state"]),
  attempts: integer(row["attempt"]),
  dueAt: dueOf(integer(row["due_at"])),
  reason: maybeText(row["reason"]),
  reasonClass: maybeText(row["reason_class"]),
  status: maybeInteger(row["status"]),
  settledAt: maybeInteger(row["settled_at"]),
  leadId: maybeText(row["lead_id"]),
})
const DELIVERY = "SELECT delivery.*, event.id AS event_id, event.name AS event_name, event.source AS event_source, event.lead_id FROM delivery JOIN event ON event.seq = delivery.event_seq"

/** Only the conditions that are asked for, so that each question finds its index; the states are literals for the partial ones. */
const conditionsOf = ({ since = 0, state, destination, reason, eventId, leadId }: DeliveryFilter): { sql: string; values: (string | number)[] } => {
  const asked: [string, string | number | undefined][] = [
    ["delivery.id > ?", since],
    [state === "pending" || state === "dead" ? `state = '${state}' AND state = ?` : "state = ?", state],
    ["destination = ?", destination],
    ["reason = ?", reason],
    ["event.id = ?", eventId],
    ["event.lead_id = ?", leadId],
  ]
  const used = asked.flatMap(([sql, value]) => (value === undefined ? [] : [{ sql, value }]))
  return { sql: used.map((one) => one.sql).join(" AND "), values: used.map((one) => one.value) }
}

const sizeOf = (file: string): number => statSync(file, { throwIfNoEntry: false })?.size ?? 0

export const queueQueries = (db: DatabaseSync, file: string) => {
  const delivery = db.prepare(`${DELIVERY} WHERE delivery.id = ?`)
  const event = db.prepare("SELECT * FROM event WHERE seq = ?")
  const waiting = db.prepare(
    `SELECT destination, 'pending' AS state, count(*) AS count, min(id) AS oldest FROM delivery WHERE state = 'pending' GROUP BY destination
     UNION ALL SELECT destination, 'dead', count(*), min(id) FROM delivery WHERE state = 'dead' GROUP BY destination`,
  )
  const received = db.prepare("SELECT received_at FROM event JOIN delivery ON event.seq = event_seq WHERE delivery.id = ?")
  const errands = db.prepare(`SELECT count(*) AS count FROM event WHERE name = '${ERASURE}' AND personal IS NOT NULL`)
  const meta = db.prepare("SELECT value FROM meta WHERE key = 'retention_at'")
  const canaries = db.prepare("SELECT substr(key, 8) AS destination, value FROM meta WHERE key >= 'canary:' AND key < 'canary;' ORDER BY key")
  const queue = db.prepare("SELECT destination, state, count(*) AS count FROM delivery GROUP BY destination, state")
  const webhooks = db.prepare("SELECT source, state, count(*) AS count FROM webhook GROUP BY source, state")
  const disabled = db.prepare("SELECT * FROM destination_state")
  const shares = db.prepare("SELECT key, avg(value) AS share FROM (SELECT choice FROM consent_log ORDER BY seq DESC LIMIT 1000) AS latest, json_each(latest.choice) GROUP BY key")
  const bytes = () => ({ database: sizeOf(file), wal: sizeOf(`${file}-wal`) })
  return {
    deliveries: (filter: DeliveryFilter): DeliveryView[] => {
      const { sql, values } = conditionsOf(filter)
      return db.prepare(`${DELIVERY} WHERE ${sql} ORDER BY delivery.id LIMIT ?`).all(...values, filter.limit).map(readDelivery)
    },
    delivery: (id: number): (DeliveryView & { answer: string | undefined; eventBody: StoredEvent }) | undefined => {
      const row = delivery.get(id)
      const stored = row && event.get(integer(row["event_seq"]))
      return row && stored && { ...readDelivery(row), answer: maybeText(row["answer"]), eventBody: readEvent(stored) }
    },
    depth: (): QueueDepth => {
      const rows = waiting.all().map((row) => ({ destination: text(row["destination"]), state: text(row["state"]) === "dead" ? ("dead" as const) : ("pending" as const), count: integer(row["count"]), oldest: integer(row["oldest"]) }))
      const retention = meta.get()
      return {
        waiting: rows.map(({ destination, state, count }) => ({ destination, state, count })),
        oldest: rows.flatMap(({ destination, state, oldest }) => (state === "pending" ? [{ destination, receivedAt: integer(received.get(oldest)?.["received_at"]) }] : [])),
        bytes: bytes(),
        erasurePending: integer(errands.get()?.["count"]),
        disabled: disabled.all().map((row) => text(row["destination"])),
        consentShares: shares.all().map((row) => ({ category: text(row["key"]), share: Number(row["share"]) })),
        retentionAt: retention && Number(text(retention["value"])),
        canaries: canaries.all().map((row) => ({ destination: text(row["destination"]), at: Number(text(row["value"])) })),
      }
    },
    stats: (): StoreStats => ({
      queue: queue.all().map((row) => ({ destination: text(row["destination"]), state: text(row["state"]), count: integer(row["count"]) })),
      webhooks: webhooks.all().map((row) => ({ source: text(row["source"]), state: text(row["state"]), count: integer(row["count"]) })),
      disabled: disabled.all().map((row) => ({ destination: text(row["destination"]), reason: text(row["reason"]), disabledAt: integer(row["disabled_at"]) })),
      bytes: bytes(),
    }),
  }
}
