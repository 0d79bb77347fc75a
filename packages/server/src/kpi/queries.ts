import type { KpiMiss, WebhookOccasion } from "@tagwright/formats"
import { integer, maybeText, text, type Row } from "../store/columns.ts"
import type { Facts, Scope } from "./facts.ts"
import { dayOf, type DayCount, type Item } from "./measure.ts"

const DAY_MS = 86_400_000
/** Days since 1970, UTC: a division is a third of what a date as text costs. */
export const DAY = `received_at / ${DAY_MS}`
export const dayCount = (row: Row): DayCount => ({ day: dayOf(integer(row["day"]) * DAY_MS), good: integer(row["good"]), of: integer(row["n"]) })
/**
 * Events that count, by the time of receipt: numbers do not tell when several nodes write at once. What is only counted is then
 * read from the index (received_at, test_mode, name), a third of the bytes of its rows. Bound by `within`.
 */
export const WITHIN = "received_at >= ? AND received_at < ? AND test_mode = ?"
export const within = ({ from, to, test }: Scope): [number, number, number] => [from, to, test]

export const namesWhere = (facts: Facts, wanted: (event: Facts["runtime"]["plan"]["events"][string]) => boolean): string[] =>
  Object.values(facts.runtime.plan.events).filter(wanted).map(({ name }) => name)
export const namesOf = (facts: Facts, when: WebhookOccasion): string[] => namesWhere(facts, ({ from }) => from?.when === when)

/** Messages of providers that could not be read: something happened, and is not recorded. */
export const unreadWebhooks = async ({ reader, scope }: Facts, sources: readonly string[]): Promise<Item[]> => {
  const rows = await reader.rows(
    `SELECT seq, source, state, reason, received_at FROM webhook WHERE state IN ('dead', 'quarantined') AND received_at >= ? AND received_at < ? AND ${reader.among("source", "texts")} ORDER BY seq DESC`,
    scope.from,
    scope.to,
    sources,
  )
  return rows.map((row) => ({
    at: integer(row["received_at"]),
    miss: { kind: "webhook", id: String(integer(row["seq"])), why: `A message of ${text(row["source"])} is ${text(row["state"])}: ${maybeText(row["reason"] ?? null) ?? "no reason given"}` },
  }))
}

export const sourcesOf = ({ runtime }: Facts, names: readonly string[]): string[] => [...new Set(names.flatMap((name) => runtime.plan.events[name]?.from?.webhook ?? []))]

export const eventMiss = (row: Row, why: string): KpiMiss => ({ kind: "event", id: text(row["id"]), at: integer(row["received_at"]), why })
