import { integer, json, maybeInteger, maybeText, text, type Row } from "../columns.ts"
import { dueOf } from "../line.ts"
import { readEvent } from "../sqlite/events.ts"
import type { Reader, Value } from "../reading/reader.ts"
import type { StoredEvent } from "../model.ts"

/** A delivery as lists show it. */
export interface DeliveryRow {
  id: number
  seq: number
  event: string
  source: string
  destination: string
  state: string
  attempts: number
  receivedAt: number
  dueAt: number
  settledAt: number | undefined
  reason: string | undefined
  reasonClass: string | undefined
  status: number | undefined
  answer: string | undefined
  testMode: boolean
}
export interface AttemptRow {
  deliveryId: number
  attempt: number
  at: number
  state: string
  reason: string | undefined
  reasonClass: string | undefined
  status: number | undefined
  answer: string | undefined
}

/** Newest first. `before` is the key of the last row seen: a page costs the same wherever it lies. */
export interface EventFilter {
  before?: number | undefined
  limit: number
  name?: string | undefined
  source?: string | undefined
  id?: string | undefined
  lead?: string | undefined
  /** Received at or before, ms since 1970 */
  until?: number | undefined
  testMode?: boolean | undefined
}
export interface DeliveryFilter {
  before?: number | undefined
  limit: number
  state?: string | undefined
  destination?: string | undefined
  reason?: string | undefined
  reasonClass?: string | undefined
  event?: string | undefined
}

const readDelivery = (row: Row): DeliveryRow => ({
  id: integer(row["id"]),
  seq: integer(row["event_seq"]),
  event: text(row["event_name"]),
  source: text(row["event_source"]),
  destination: text(row["destination"]),
  state: text(row["state"]),
  attempts: integer(row["attempt"]),
  receivedAt: integer(row["received_at"]),
  dueAt: dueOf(integer(row["due_at"])),
  settledAt: maybeInteger(row["settled_at"]),
  reason: maybeText(row["reason"]),
  reasonClass: maybeText(row["reason_class"]),
  status: maybeInteger(row["status"]),
  answer: maybeText(row["answer"]),
  testMode: integer(row["test_mode"]) === 1,
})
const DELIVERY = `SELECT delivery.*, event.name AS event_name, event.source AS event_source, event.received_at, event.test_mode
  FROM delivery JOIN event ON event.seq = delivery.event_seq`

/** Conditions that are asked for, and only those: the planner then sees which index serves. */
const where = (conditions: readonly [sql: string, value: string | number | undefined][]) => {
  const asked = conditions.filter((one): one is [string, string | number] => one[1] !== undefined)
  return { sql: asked.length === 0 ? "" : `WHERE ${asked.map(([sql]) => sql).join(" AND ")}`, values: asked.map(([, value]) => value) }
}
const HOUR_MS = 3_600_000
const DAY_MS = 86_400_000

/** What `/ops` reads, on whichever engine keeps the data. */
export const bindQueries = ({ rows: all, among }: Pick<Reader, "rows" | "among">) => {
  const one = async (sql: string, ...values: Value[]): Promise<Row | undefined> => (await all(sql, ...values))[0]
  /** When the oldest waiting delivery of a destination was received */
  const oldestOf = async (destination: string): Promise<number | undefined> => {
    const row = await one("SELECT event.received_at AS at FROM (SELECT event_seq FROM delivery WHERE destination = ? AND state = 'pending' ORDER BY id LIMIT 1) AS first JOIN event ON event.seq = first.event_seq", destination)
    return maybeInteger(row?.["at"] ?? null)
  }
  return {
    events: async ({ before, limit, name, source, id, lead, until, testMode }: EventFilter): Promise<StoredEvent[]> => {
      // A moment becomes a place in the log: received_at grows with seq.
      const last = until === undefined ? undefined : await one("SELECT max(seq) AS seq FROM event WHERE received_at = (SELECT max(received_at) FROM event WHERE received_at <= ?)", until)
      const { sql, values } = where([
        ["seq < ?", before],
        ["seq <= ?", until === undefined ? undefined : (maybeInteger(last?.["seq"] ?? null) ?? 0)],
        ["name = ?", name],
        ["source = ?", source],
        ["id = ?", id],
        ["lead_id = ?", lead],
        ["test_mode = ?", testMode === undefined ? undefined : Number(testMode)],
      ])
      return (await all(`SELECT * FROM event ${sql} ORDER BY seq DESC LIMIT ?`, ...values, limit)).map(readEvent)
    },
    event: async (seq: number): Promise<StoredEvent | undefined> => {
      const row = await one("SELECT * FROM event WHERE seq = ?", seq)
      return row && readEvent(row)
    },
    deliveriesOf: async (seqs: readonly number[]): Promise<DeliveryRow[]> => (await all(`${DELIVERY} WHERE ${among("event_seq", "numbers")} ORDER BY delivery.id`, seqs)).map(readDelivery),
    deliveries: async ({ before, limit, state, destination, reason, reasonClass, event }: DeliveryFilter): Promise<DeliveryRow[]> => {
      const { sql, values } = where([
        ["delivery.id < ?", before],
        ["state = ?", state],
        ["destination = ?", destination],
        ["reason = ?", reason],
        ["reason_class = ?", reasonClass],
        ["event.name = ?", event],
      ])
      return (await all(`${DELIVERY} ${sql} ORDER BY delivery.id DESC LIMIT ?`, ...values, limit)).map(readDelivery)
    },
    delivery: async (id: number): Promise<DeliveryRow | undefined> => {
      const row = await one(`${DELIVERY} WHERE delivery.id = ?`, id)
      return row && readDelivery(row)
    },
    attempts: async (ids: readonly number[]): Promise<AttemptRow[]> =>
      (await all(`SELECT * FROM delivery_attempt WHERE ${among("delivery_id", "numbers")} ORDER BY delivery_id, at, attempt`, ids)).map((row) => ({
        deliveryId: integer(row["delivery_id"]),
        attempt: integer(row["attempt"]),
        at: integer(row["at"]),
        state: text(row["state"]),
        reason: maybeText(row["reason"]),
        reasonClass: maybeText(row["reason_class"]),
        status: maybeInteger(row["status"]),
        answer: maybeText(row["answer"]),
      })),
    deadGroups: async () =>
      (
        await all(
          `SELECT destination, reason, reason_class, count(*) AS count, min(settled_at) AS oldest, max(settled_at) AS newest
           FROM delivery WHERE state = 'dead' GROUP BY destination, reason, reason_class ORDER BY count DESC, destination, reason`,
        )
      ).map((row) => ({
        destination: text(row["destination"]),
        reason: maybeText(row["reason"]) ?? "unknown",
        reasonClass: maybeText(row["reason_class"]) ?? "theirs",
        count: integer(row["count"]),
        oldestAt: maybeInteger(row["oldest"]) ?? 0,
        newestAt: maybeInteger(row["newest"]) ?? 0,
      })),
    pendingByDestination: async () => {
      const found = await all("SELECT destination, count(*) AS count FROM delivery WHERE state = 'pending' GROUP BY destination ORDER BY destination")
      return Promise.all(found.map(async (row) => ({ destination: text(row["destination"]), count: integer(row["count"]), oldestAt: await oldestOf(text(row["destination"])) })))
    },
    settledSince: async (since: number) =>
      (await all("SELECT destination, state, count(*) AS count FROM delivery WHERE settled_at >= ? GROUP BY destination, state ORDER BY destination, state", since)).map((row) => ({
        destination: text(row["destination"]),
        state: text(row["state"]),
        count: integer(row["count"]),
      })),
    /** Events per hour and name; test events apart, or the hour in which a test ran would look like business. */
    hours: async (from: number, to: number, testMode: boolean) =>
      (await all(`SELECT received_at / ${HOUR_MS} AS hour, name, count(*) AS count FROM event WHERE received_at >= ? AND received_at < ? AND test_mode = ? GROUP BY hour, name ORDER BY hour, name`, from, to, Number(testMode))).map((row) => ({
        at: integer(row["hour"]) * HOUR_MS,
        name: text(row["name"]),
        count: integer(row["count"]),
      })),
    eventsBetween: async (from: number, to: number, testMode: boolean): Promise<number> =>
      integer((await one("SELECT count(*) AS count FROM event WHERE received_at >= ? AND received_at < ? AND test_mode = ?", from, to, Number(testMode)))?.["count"]),
    /** How often each choice was made per day, days counted from 1970 */
    choicesByDay: async (since: number) =>
      (await all(`SELECT at / ${DAY_MS} AS day, choice, count(*) AS count FROM consent_log WHERE at >= ? GROUP BY day, choice ORDER BY day, choice`, since)).map((row) => ({
        day: integer(row["day"]),
        choice: json<Record<string, unknown>>(row["choice"]),
        count: integer(row["count"]),
      })),
    withheldSince: async (since: number) =>
      (
        await all(
          `SELECT destination, reason, count(*) AS count FROM delivery
           WHERE state = 'withheld' AND id >= (SELECT id FROM delivery WHERE event_seq >= (SELECT seq FROM event WHERE received_at >= ? ORDER BY received_at LIMIT 1) ORDER BY event_seq LIMIT 1)
           GROUP BY destination, reason ORDER BY count DESC, destination, reason`,
          since,
        )
      ).map((row) => ({ destination: text(row["destination"]), reason: maybeText(row["reason"]) ?? "unknown", count: integer(row["count"]) })),
    quarantined: async ({ before, limit, reason }: { before?: number | undefined; limit: number; reason?: string | undefined }) => {
      const { sql, values } = where([
        ["seq < ?", before],
        ["reason = ?", reason],
      ])
      return (await all(`SELECT seq, source, reason, received_at FROM quarantine ${sql} ORDER BY seq DESC LIMIT ?`, ...values, limit)).map((row) => ({
        seq: integer(row["seq"]),
        source: text(row["source"]),
        reason: text(row["reason"]),
        receivedAt: integer(row["received_at"]),
      }))
    },
    quarantineByReason: async (since: number) =>
      (await all("SELECT source, reason, count(*) AS count, max(received_at) AS newest FROM quarantine WHERE received_at >= ? GROUP BY source, reason ORDER BY count DESC, source, reason", since)).map((row) => ({
        source: text(row["source"]),
        reason: text(row["reason"]),
        count: integer(row["count"]),
        newestAt: integer(row["newest"]),
      })),
    disabled: async () =>
      (await all("SELECT * FROM destination_state ORDER BY destination")).map((row) => ({ destination: text(row["destination"]), reason: text(row["reason"]), disabledAt: integer(row["disabled_at"]) })),
    messages: async ({ before, limit, state, source, reason }: { before?: number | undefined; limit: number; state?: string | undefined; source?: string | undefined; reason?: string | undefined }) => {
      const { sql, values } = where([
        ["seq < ?", before],
        ["state = ?", state],
        ["source = ?", source],
        ["reason = ?", reason],
      ])
      return (await all(`SELECT seq, source, state, reason, received_at, due_at, attempt FROM webhook ${sql} ORDER BY seq DESC LIMIT ?`, ...values, limit)).map((row) => ({
        id: integer(row["seq"]),
        source: text(row["source"]),
        state: text(row["state"]),
        reason: maybeText(row["reason"]),
        receivedAt: integer(row["received_at"]),
        dueAt: text(row["state"]) === "received" ? integer(row["due_at"]) : undefined,
        attempts: integer(row["attempt"]),
      }))
    },
    webhooks: async () =>
      (await all("SELECT source, state, count(*) AS count FROM webhook GROUP BY source, state ORDER BY source, state")).map((row) => ({ source: text(row["source"]), state: text(row["state"]), count: integer(row["count"]) })),
  }
}
export type Queries = ReturnType<typeof bindQueries>
export type QueryName = keyof Queries
