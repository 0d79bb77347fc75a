import type { KpiMiss, WebhookOccasion } from "@tagwright/formats"
import { integer, maybeText, text, type Row } from "../store/sqlite/columns.ts"
import type { Facts } from "./facts.ts"
import type { DayCount, Item } from "./measure.ts"

export const DAY = "date(received_at / 1000, 'unixepoch')"
export const dayCount = (row: Row): DayCount => ({ day: text(row["day"]), good: integer(row["good"]), of: integer(row["n"]) })

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
