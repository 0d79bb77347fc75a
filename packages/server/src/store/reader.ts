import { statSync } from "node:fs"
import { integer, json, maybeInteger, maybeText, text, type Row } from "./columns.ts"
import { readEvent } from "./events.ts"
import type { StoredEvent } from "./model.ts"
import { openReader } from "./open.ts"
import { readPerson } from "./operations/claim.ts"
import type { Touch } from "@tagwright/formats"
import type { Person } from "./model.ts"
import { clusterReader } from "./operations/identity.ts"

export interface DeliveryView {
  id: number
  eventId: string
  event: string
  source: string
  destination: string
  state: string
  attempts: number
  dueAt: number
  reason: string | undefined
  reasonClass: string | undefined
  status: number | undefined
  settledAt: number | undefined
  leadId: string | undefined
}
export interface QuarantineView {
  seq: number
  id: string
  source: string
  receivedAt: number
  reason: string
}
export interface DeliveryFilter {
  since?: number | undefined
  state?: string | undefined
  destination?: string | undefined
  reason?: string | undefined
  eventId?: string | undefined
  leadId?: string | undefined
  limit: number
}

/** The reading side: a snapshot that never waits for the writer, and never sees a personal value. */
export interface Reader {
  events(since: number, limit: number, leadId?: string): StoredEvent[]
  deliveries(filter: DeliveryFilter): DeliveryView[]
  delivery(id: number): (DeliveryView & { answer: string | undefined; eventBody: StoredEvent }) | undefined
  quarantine(since: number, limit: number): QuarantineView[]
  webhooks(): { source: string; state: string; count: number }[]
  person(leadId: string): Person | undefined
  /** Everything that stands for the same person */
  cluster(name: string): string[]
  edgesOf(names: readonly string[]): { a: string; b: string; source: string; at: number; removedAt: number | undefined }[]
  consentOf(leadIds: readonly string[]): { at: number; choice: unknown }[]
  metaNumber(key: string): number | undefined
  /** The lead that one of these names stands for */
  leadOf(aliases: readonly string[]): string | undefined
  /** Events with money, oldest first */
  conversions(since: number): StoredEvent[]
  touchesOf(leadId: string): Touch[]
  /** Is any of these conversions recorded? */
  hasConversion(keys: readonly string[]): boolean
  queue(): { destination: string; state: string; count: number }[]
  oldestPending(): { destination: string; dueAt: number }[]
  isDisabled(destination: string): boolean
  disabled(): { destination: string; reason: string; disabledAt: number }[]
  bytes(): { database: number; wal: number }
  close(): void
}

const readDelivery = (row: Row): DeliveryView => ({
  id: integer(row["id"]),
  eventId: text(row["event_id"]),
  event: text(row["event_name"]),
  source: text(row["event_source"]),
  destination: text(row["destination"]),
  state: text(row["state"]),
  attempts: integer(row["attempt"]),
  dueAt: integer(row["due_at"]),
  reason: maybeText(row["reason"]),
  reasonClass: maybeText(row["reason_class"]),
  status: maybeInteger(row["status"]),
  settledAt: maybeInteger(row["settled_at"]),
  leadId: maybeText(row["lead_id"]),
})
const DELIVERY = "SELECT delivery.*, event.id AS event_id, event.name AS event_name, event.source AS event_source FROM delivery JOIN event ON event.seq = delivery.event_seq"

export const openStoreReader = (path: string): Reader => {
  const db = openReader(path)
  const events = db.prepare("SELECT * FROM event WHERE seq > ? ORDER BY seq LIMIT ?")
  const eventsOfLead = db.prepare("SELECT * FROM event WHERE lead_id = ?1 AND seq > ?2 ORDER BY seq LIMIT ?3")
  const event = db.prepare("SELECT * FROM event WHERE seq = ?")
  const deliveries = db.prepare(
    `${DELIVERY} WHERE delivery.id > ?1 AND (?2 IS NULL OR state = ?2) AND (?3 IS NULL OR destination = ?3) AND (?4 IS NULL OR reason = ?4) AND (?5 IS NULL OR event.id = ?5) AND (?6 IS NULL OR event.lead_id = ?6) ORDER BY delivery.id LIMIT ?7`,
  )
  const delivery = db.prepare(`${DELIVERY} WHERE delivery.id = ?`)
  const quarantine = db.prepare("SELECT * FROM quarantine WHERE seq > ? ORDER BY seq LIMIT ?")
  const webhooks = db.prepare("SELECT source, state, count(*) AS count FROM webhook GROUP BY source, state")
  const person = db.prepare("SELECT * FROM person WHERE lead_id = ?")
  const leadOf = db.prepare(
    "SELECT b FROM identity_edge WHERE a IN (SELECT value FROM json_each(?)) AND removed_at IS NULL AND b LIKE 'lead:%' ORDER BY at DESC, seq DESC LIMIT 1",
  )
  const edges = db.prepare("SELECT a, b, source, at, removed_at FROM identity_edge WHERE a IN (SELECT value FROM json_each(?1)) OR b IN (SELECT value FROM json_each(?1)) ORDER BY seq")
  const consent = db.prepare("SELECT at, choice FROM consent_log WHERE lead_id IN (SELECT value FROM json_each(?)) ORDER BY at")
  const meta = db.prepare("SELECT value FROM meta WHERE key = ?")
  const conversions = db.prepare("SELECT * FROM event WHERE amount IS NOT NULL AND at >= ? ORDER BY at")
  const touches = db.prepare("SELECT touch FROM touch WHERE lead_id IN (SELECT value FROM json_each(?)) ORDER BY at")
  const cluster = clusterReader(db)
  const conversion = db.prepare("SELECT 1 FROM conversion_key WHERE key IN (SELECT value FROM json_each(?)) LIMIT 1")
  const queue = db.prepare("SELECT destination, state, count(*) AS count FROM delivery GROUP BY destination, state")
  const oldest = db.prepare("SELECT destination, min(event.received_at) AS due FROM delivery JOIN event ON event.seq = event_seq WHERE state = 'pending' GROUP BY destination")
  const isDisabled = db.prepare("SELECT 1 FROM destination_state WHERE destination = ?")
  const disabled = db.prepare("SELECT * FROM destination_state")
  const sizeOf = (file: string): number => statSync(file, { throwIfNoEntry: false })?.size ?? 0
  return {
    events: (since, limit, leadId) => (leadId === undefined ? events.all(since, limit) : eventsOfLead.all(leadId, since, limit)).map(readEvent),
    deliveries: ({ since, state, destination, reason, eventId, leadId, limit }) =>
      deliveries.all(since ?? 0, state ?? null, destination ?? null, reason ?? null, eventId ?? null, leadId ?? null, limit).map(readDelivery),
    delivery: (id) => {
      const row = delivery.get(id)
      const stored = row && event.get(integer(row["event_seq"]))
      return row && stored && { ...readDelivery(row), answer: maybeText(row["answer"]), eventBody: readEvent(stored) }
    },
    quarantine: (since, limit) =>
      quarantine.all(since, limit).map((row) => ({
        seq: integer(row["seq"]),
        id: text(row["id"]),
        source: text(row["source"]),
        receivedAt: integer(row["received_at"]),
        reason: text(row["reason"]),
      })),
    webhooks: () => webhooks.all().map((row) => ({ source: text(row["source"]), state: text(row["state"]), count: integer(row["count"]) })),
    person: (leadId) => {
      const row = person.get(leadId)
      return row && readPerson(row)
    },
    cluster,
    edgesOf: (names) =>
      edges.all(JSON.stringify(names)).map((row) => ({ a: text(row["a"]), b: text(row["b"]), source: text(row["source"]), at: integer(row["at"]), removedAt: maybeInteger(row["removed_at"]) })),
    consentOf: (leadIds) => consent.all(JSON.stringify(leadIds)).map((row) => ({ at: integer(row["at"]), choice: json(row["choice"]) })),
    metaNumber: (key) => {
      const row = meta.get(key)
      return row && Number(text(row["value"]))
    },
    leadOf: (aliases) => {
      const row = aliases.length === 0 ? undefined : leadOf.get(JSON.stringify(aliases))
      return row && text(row["b"]).slice("lead:".length)
    },
    conversions: (since) => conversions.all(since).map(readEvent),
    touchesOf: (leadId) => {
      const leads = cluster(`lead:${leadId}`).flatMap((name) => (name.startsWith("lead:") ? [name.slice("lead:".length)] : []))
      return touches.all(JSON.stringify(leads)).map((row) => json<Touch>(row["touch"]))
    },
    hasConversion: (keys) => conversion.get(JSON.stringify(keys)) !== undefined,
    queue: () => queue.all().map((row) => ({ destination: text(row["destination"]), state: text(row["state"]), count: integer(row["count"]) })),
    oldestPending: () => oldest.all().map((row) => ({ destination: text(row["destination"]), dueAt: integer(row["due"]) })),
    isDisabled: (destination) => isDisabled.get(destination) !== undefined,
    disabled: () => disabled.all().map((row) => ({ destination: text(row["destination"]), reason: text(row["reason"]), disabledAt: integer(row["disabled_at"]) })),
    bytes: () => ({ database: sizeOf(path), wal: sizeOf(`${path}-wal`) }),
    close: () => db.close(),
  }
}
