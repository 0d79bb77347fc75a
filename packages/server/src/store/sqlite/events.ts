import type { DatabaseSync } from "node:sqlite"
import type { Vault } from "../../privacy/vault.ts"
import { integer, json, jsonOrNull, maybeInteger, maybeJson, maybeText, text, type Row } from "../columns.ts"
import type { NewDelivery, NewEvent, StoredEvent } from "../model.ts"

/** Personal values of somebody we have no lead_id for are sealed under the event's own id. */
export const sealedUnder = (event: { id: string; leadId?: string | undefined }): string => event.leadId ?? `event:${event.id}`

/** The person whose turn it has to be before this delivery goes; null: it waits for nobody. */
export const personInTurn = ({ ordered }: NewDelivery, { leadId }: Pick<NewEvent, "leadId">): string | null => (ordered === true && leadId !== undefined ? leadId : null)

export const readEvent = (row: Row): StoredEvent => ({
  seq: integer(row["seq"]),
  id: text(row["id"]),
  name: text(row["name"]),
  source: text(row["source"]),
  at: integer(row["at"]),
  receivedAt: integer(row["received_at"]),
  leadId: maybeText(row["lead_id"]),
  clientId: maybeText(row["client_id"]),
  sessionId: maybeText(row["session_id"]),
  choice: maybeJson(row["choice"]),
  page: maybeJson(row["page"]),
  params: json(row["params"]),
  amount: maybeJson(row["amount"]),
  testMode: integer(row["test_mode"]) === 1,
  reversedAt: maybeInteger(row["reversed_at"] ?? null),
  device: maybeText(row["device"] ?? null),
})

/** JSON of a value that event after event shares: written once, for as long as it is the same object. */
const jsonOfSame = (): ((value: object | undefined) => string | null) => {
  let last: object | undefined
  let written: string | null = null
  return (value) => {
    if (value !== last) [last, written] = [value, jsonOrNull(value)]
    return written
  }
}

/** Inserts an event and its deliveries. Answers its number, or undefined when the id is known already. */
export const eventInserter = (db: DatabaseSync, vault: Vault): ((event: NewEvent) => number | undefined) => {
  const insert = db.prepare(
    `INSERT INTO event (id, name, source, at, received_at, lead_id, client_id, session_id, choice, page, params, personal, amount, test_mode, device)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO NOTHING`,
  )
  const deliver = db.prepare("INSERT INTO delivery (event_seq, destination, state, due_at, reason, person) VALUES (?, ?, ?, ?, ?, ?)")
  const [choiceJson, pageJson] = [jsonOfSame(), jsonOfSame()]
  return (event) => {
    const done = insert.run(
      event.id,
      event.name,
      event.source,
      event.at,
      event.receivedAt,
      event.leadId ?? null,
      event.clientId ?? null,
      event.sessionId ?? null,
      choiceJson(event.choice),
      pageJson(event.page),
      JSON.stringify(event.params),
      event.personal === undefined ? null : vault.seal(sealedUnder(event), JSON.stringify(event.personal)),
      jsonOrNull(event.amount),
      event.testMode ? 1 : 0,
      event.device ?? null,
    )
    if (done.changes === 0) return undefined
    const seq = Number(done.lastInsertRowid)
    for (const one of event.deliveries) deliver.run(seq, one.destination, one.state, one.dueAt, one.reason ?? null, personInTurn(one, event))
    return seq
  }
}
