import type { DeliveryInput } from "./destination.ts"

/** Types of a warehouse: how each of its formats spells them. */
export type ColumnType = "text" | "time" | "integer" | "boolean" | "json"

/** One row per event, the same in every warehouse. `event_id` is unique per event: a row that arrives twice has it twice. */
export const columns = {
  event_id: "text",
  event: "text",
  /** When it happened */
  at: "time",
  received_at: "time",
  /** browser, gtag, mp, or the webhook's name */
  source: "text",
  lead_id: "text",
  client_id: "text",
  session_id: "text",
  page_url: "text",
  /** Money in the provider's smallest unit, with its number of decimals */
  amount_minor: "integer",
  amount_exponent: "integer",
  currency: "text",
  params: "json",
  /** Only what the plan grants this destination */
  personal: "json",
  test_mode: "boolean",
} as const satisfies Record<string, ColumnType>
export type Column = keyof typeof columns
export type Row = Record<Column, string | number | boolean | null>

const time = (at: number): string => new Date(at).toISOString()

export const rowOf = ({ event, personal, environment }: DeliveryInput): Row => ({
  event_id: event.id,
  event: event.name,
  at: time(event.at),
  received_at: time(event.receivedAt),
  source: event.source,
  lead_id: event.leadId ?? null,
  client_id: event.clientId ?? null,
  session_id: event.sessionId ?? null,
  page_url: event.page?.url ?? null,
  amount_minor: event.amount?.minor ?? null,
  amount_exponent: event.amount?.exponent ?? null,
  currency: event.amount?.currency ?? null,
  params: JSON.stringify(event.params),
  personal: Object.keys(personal).length === 0 ? null : JSON.stringify(personal),
  test_mode: environment.testMode,
})
