import type { CategoryChoice, FunnelDimension, FunnelReport, ServerPlan } from "@tagwright/formats"
import { integer, maybeJson, maybeText, text, type Row } from "../store/sqlite/columns.ts"
import { channelReader } from "./channel-of-lead.ts"
import { kpiScope, type Facts } from "./facts.ts"

export type FunnelStep = FunnelReport["steps"][number]

/** The plan's funnel; where it names none, the usual way from a page view to the unlocked product. */
export const funnelSteps = ({ funnel, events }: Pick<ServerPlan, "funnel" | "events">): FunnelStep[] => {
  if (funnel.length > 0) return funnel
  const all = Object.values(events)
  const where = (wanted: (event: (typeof all)[number]) => boolean) => all.filter(wanted).map(({ name }) => name)
  const usual: FunnelStep[] = [
    { step: "awareness", events: where(({ on }) => on !== undefined && "load" in on && !("page" in on)) },
    { step: "interest", events: where(({ on }) => on !== undefined && ("click" in on || "visible" in on)) },
    { step: "lead", events: where(({ on, keyEvent }) => on !== undefined && "submit" in on && keyEvent) },
    { step: "purchase", events: where(({ from }) => from?.when === "paid") },
    { step: "activation", events: where(({ from }) => from?.when === "activated") },
  ]
  return usual.filter((step) => step.events.length > 0)
}

const allowed = (choice: CategoryChoice | undefined, optional: readonly string[]): string => {
  if (choice === undefined) return "unknown"
  const granted = optional.filter((key) => choice[key] === true)
  if (granted.length === 0) return "none"
  return granted.length === optional.length ? "everything" : granted.join(" + ")
}

type ValueOf = (row: Row) => string
const valueReaders: Record<FunnelDimension, (facts: Facts) => ValueOf> = {
  channel: (facts) => {
    const channel = channelReader(facts)
    return (row) => channel(text(row["lead_id"]), facts.scope.to) ?? "unknown"
  },
  device: () => (row) => maybeText(row["device"]) ?? "unknown",
  consent: ({ runtime }) => {
    const optional = Object.entries(runtime.plan.consent.categories).flatMap(([key, { always }]) => (always ? [] : [key]))
    return (row) => allowed(maybeJson<CategoryChoice>(row["choice"] ?? null), optional)
  },
}

/** How many steps from the first on somebody did without a gap; step n is bit n. */
const depth = (mask: number): number => {
  let steps = 0
  while ((mask >> steps) & 1) steps += 1
  return steps
}

const ALL = "all"

/** People by how far they came, and by one dimension. One pass over the events, one row per person. */
export const funnelReport = (facts: Facts, by: FunnelDimension): FunnelReport => {
  const { db, scope, runtime } = facts
  const steps = funnelSteps(runtime.plan)
  const mask = steps.map((_, index) => `max(CASE WHEN name IN (SELECT value FROM json_each(?${index + 4})) THEN ${1 << index} ELSE 0 END)`).join(" + ")
  const rows = db.prepare(
    `SELECT event.lead_id AS lead_id, max(device) AS device, person.choice AS choice, ${mask} AS mask FROM event LEFT JOIN person ON person.lead_id = event.lead_id
     WHERE seq >= ?1 AND seq < ?2 AND test_mode = ?3 AND event.lead_id IS NOT NULL GROUP BY event.lead_id`,
  )
  const valueOf = valueReaders[by](facts)
  const counted = new Map<string, number[]>()
  const count = (value: string, reached: number): void => {
    const people = counted.get(value) ?? steps.map(() => 0)
    for (let index = 0; index < reached; index++) people[index] = (people[index] ?? 0) + 1
    counted.set(value, people)
  }
  for (const row of rows.iterate(scope.fromSeq, scope.toSeq, scope.test, ...steps.map(({ events }) => JSON.stringify(events)))) {
    const reached = depth(integer(row["mask"]))
    if (reached === 0) continue
    count(ALL, reached)
    count(valueOf(row), reached)
  }
  const rowsOut = [...counted].map(([value, people]) => ({ value, people }))
  const parts = rowsOut.filter(({ value }) => value !== ALL).toSorted((a, b) => (b.people[0] ?? 0) - (a.people[0] ?? 0))
  return { version: 1, ...kpiScope(facts), by, steps, rows: [{ value: ALL, people: counted.get(ALL) ?? steps.map(() => 0) }, ...parts] }
}
