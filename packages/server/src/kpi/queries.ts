import type { KpiMiss, WebhookOccasion } from "@tagwright/formats"
import { integer, maybeText, text, type Row } from "../store/sqlite/columns.ts"
import type { Facts } from "./facts.ts"
import { dayOf, type DayCount, type Item } from "./measure.ts"

const DAY_MS = 86_400_000
/** Days since 1970, UTC: a division is a third of what a date as text costs. */
export const DAY = `received_at / ${DAY_MS}`
export const dayCount = (row: Row): DayCount => ({ day: dayOf(integer(row["day"]) * DAY_MS), good: integer(row["good"]), of: integer(row["n"]) })
/** The scope by time of receipt: what is only counted is then read from an index, a third of the bytes of its rows. ?1 and ?2 are `from` and `to`, ?3 is `test`. */
export const RECEIVED = "received_at >= ?1 AND received_at < ?2 AND test_mode = ?3"

export const namesWhere = (facts: Facts, wanted: (event: Facts["runtime"]["plan"]["events"][string]) => boolean): string[] =>
  Object.values(facts.runtime.plan.events).filter(wanted).map(({ name }) => name)
export const namesOf = (facts: Facts, when: WebhookOccasion): string[] => namesWhere(facts, ({ from }) => from?.when === when)

/** Messages of providers that could not be read: something happened, and is not recorded. */
export const unreadWebhooks = ({ db, scope }: Facts, sources: readonly string[]): Item[] =>
  db
    .prepare("SELECT seq, source, state, reason, received_at FROM webhook WHERE state IN ('dead', 'quarantined') AND received_at >= ? AND received_at < ? AND source IN (SELECT value FROM json_each(?)) ORDER BY seq DESC")
    .all(scope.from, scope.to, JSON.stringify(sources))
    .map((row) => ({
      at: integer(row["received_at"]),
      miss: { kind: "webhook", id: String(integer(row["seq"])), why: `A message of ${text(row["source"])} is ${text(row["state"])}: ${maybeText(row["reason"]) ?? "no reason given"}` },
    }))

export const sourcesOf = ({ runtime }: Facts, names: readonly string[]): string[] => [...new Set(names.flatMap((name) => runtime.plan.events[name]?.from?.webhook ?? []))]

export const eventMiss = (row: Row, why: string): KpiMiss => ({ kind: "event", id: text(row["id"]), at: integer(row["received_at"]), why })
