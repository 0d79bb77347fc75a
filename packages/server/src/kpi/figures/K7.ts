import { kpis } from "@tagwright/formats"
import type { Facts } from "../facts.ts"
import { measureItems, type Item, type Measured } from "../measure.ts"

const MINUTE_MS = 60_000
const SHARE = 0.95

/** The value that 95 of 100 do not exceed (nearest rank); null of nothing. */
const percentile = (values: readonly number[]): number | null => values.toSorted((a, b) => a - b)[Math.ceil(values.length * SHARE) - 1] ?? null

/** K7 — alert response. An alert nobody has answered counts with the time it has waited so far. */
export const K7 = (facts: Facts): Measured => {
  const answered = new Map<string, number>()
  for (const { alert, at } of [...facts.ledger("alert-acknowledged"), ...facts.ledger("alert-resolved")]) answered.set(alert, Math.min(at, answered.get(alert) ?? at))
  const waits = facts
    .ledger("alert-fired")
    .filter(({ severity }) => severity === "page")
    .map(({ alert, rule, at }) => ({ alert, rule, at, minutes: ((answered.get(alert) ?? facts.scope.now) - at) / MINUTE_MS }))
  const items = waits.map(({ alert, rule, at, minutes }): Item =>
    minutes < kpis.K7.target.value ? { at } : { at, miss: { kind: "alert", id: alert, why: `${rule} waited ${Math.round(minutes)} minutes for an answer` } },
  )
  return { ...measureItems(items), value: percentile(waits.map(({ minutes }) => minutes)) }
}
