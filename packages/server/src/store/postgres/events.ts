import type { NewEvent } from "../model.ts"
import { integer, jsonOrNull, text } from "../columns.ts"
import { personInTurn, sealedUnder } from "../sqlite/events.ts"
import type { Sql } from "./connect.ts"
import { sealAll } from "./keys.ts"

const COLUMNS = "id, name, source, at, received_at, lead_id, client_id, session_id, choice, page, params, personal, amount, test_mode, device"
// Events and their deliveries in one statement; of an event that is known already nothing is queued.
const INSERT = `WITH new AS (
    INSERT INTO event (${COLUMNS})
    SELECT * FROM unnest($1::text[], $2::text[], $3::text[], $4::bigint[], $5::bigint[], $6::text[], $7::text[], $8::text[], $9::text[], $10::text[], $11::text[], $12::bytea[], $13::text[], $14::smallint[], $15::text[])
    ON CONFLICT (id) DO NOTHING RETURNING seq, id),
  queued AS (
    INSERT INTO delivery (event_seq, destination, state, due_at, reason, person)
    SELECT seq, destination, state, due_at, reason, person
    FROM unnest($16::text[], $17::text[], $18::text[], $19::bigint[], $20::text[], $21::text[]) WITH ORDINALITY AS d (event_id, destination, state, due_at, reason, person, place)
    JOIN new ON new.id = event_id ORDER BY place)
  SELECT seq, id FROM new`

/** Rows as columns: one array a column, which is what `unnest` takes. */
export const columns = <T>(rows: readonly T[], ...pick: readonly ((row: T) => unknown)[]): unknown[][] => pick.map((of) => rows.map(of))

const sealPersonal = async (sql: Sql, events: readonly NewEvent[]): Promise<Map<NewEvent, Buffer>> => {
  const personal = events.filter((event) => event.personal !== undefined)
  if (personal.length === 0) return new Map()
  const sealed = await sealAll(sql, personal.map((event) => ({ subject: sealedUnder(event), plain: JSON.stringify(event.personal) })))
  return new Map(personal.flatMap((event, index) => (sealed[index] === undefined ? [] : [[event, sealed[index]] as const])))
}

/** Inserts events and their deliveries, in one statement however many they are. Answers the numbers of those that were new. */
export const insertEvents = async (sql: Sql, events: readonly NewEvent[]): Promise<Map<NewEvent, number>> => {
  // Of two with one id in one group the first counts, as if they had come one after the other.
  const first = [...new Map(events.toReversed().map((event) => [event.id, event])).values()].toReversed()
  if (first.length === 0) return new Map()
  const sealed = await sealPersonal(sql, first)
  const deliveries = first.flatMap((event) => event.deliveries.map((delivery) => ({ id: event.id, ...delivery, person: personInTurn(delivery, event) })))
  const rows = await sql.rows(INSERT, [
    ...columns(
      first,
      (event) => event.id,
      (event) => event.name,
      (event) => event.source,
      (event) => event.at,
      (event) => event.receivedAt,
      (event) => event.leadId ?? null,
      (event) => event.clientId ?? null,
      (event) => event.sessionId ?? null,
      (event) => jsonOrNull(event.choice),
      (event) => jsonOrNull(event.page),
      (event) => JSON.stringify(event.params),
      (event) => sealed.get(event) ?? null,
      (event) => jsonOrNull(event.amount),
      (event) => (event.testMode ? 1 : 0),
      (event) => event.device ?? null,
    ),
    ...columns(deliveries, ({ id }) => id, ({ destination }) => destination, ({ state }) => state, ({ dueAt }) => dueAt, ({ reason }) => reason ?? null, ({ person }) => person),
  ])
  const numbers = new Map(rows.map((row) => [text(row["id"]), integer(row["seq"])]))
  return new Map(first.flatMap((event) => (numbers.has(event.id) ? [[event, numbers.get(event.id) ?? 0] as const] : [])))
}
