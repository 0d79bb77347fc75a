import type { CategoryChoice, FunnelDimension, FunnelReport, ServerPlan } from "@tagwright/formats"
import { integer, maybeJson, maybeText, text } from "../store/columns.ts"
import { channelsOf } from "./channels-of-leads.ts"
import { kpiScope, type Facts } from "./facts.ts"
import { WITHIN, within } from "./queries.ts"

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

/** How many steps from the first on somebody did without a gap; step n is bit n. */
const depth = (mask: number): number => {
  let steps = 0
  while ((mask >> steps) & 1) steps += 1
  return steps
}

/** So many people did exactly the steps of `mask`; step n is bit n. */
interface Group {
  mask: number
  value: string
  people: number
}

/** One row per person of the period: the steps they did, their device. */
const peopleIn = ({ reader, scope, runtime }: Facts) => {
  const steps = funnelSteps(runtime.plan)
  const mask = steps.map((_, index) => `max(CASE WHEN ${reader.among("name", "texts")} THEN ${1 << index} ELSE 0 END)`).join(" + ") || "0"
  return { sql: `(SELECT lead_id, max(device) AS device, ${mask} AS mask FROM event WHERE ${WITHIN} AND lead_id IS NOT NULL GROUP BY lead_id) AS people`, values: [...steps.map(({ events }) => events), ...within(scope)] }
}

/** What can be counted where the rows are is counted there; a channel is a rule of ours, so people come here for it. */
const groupsBy: Record<FunnelDimension, (facts: Facts) => Promise<Group[]>> = {
  device: async (facts) => {
    const { sql, values } = peopleIn(facts)
    const rows = await facts.reader.rows(`SELECT mask, device, count(*) AS people FROM ${sql} GROUP BY mask, device`, ...values)
    return rows.map((row) => ({ mask: integer(row["mask"]), value: maybeText(row["device"] ?? null) ?? "unknown", people: integer(row["people"]) }))
  },
  consent: async (facts) => {
    const optional = Object.entries(facts.runtime.plan.consent.categories).flatMap(([key, { always }]) => (always ? [] : [key]))
    const { sql, values } = peopleIn(facts)
    const rows = await facts.reader.rows(`SELECT mask, choice, count(*) AS people FROM ${sql} LEFT JOIN person ON person.lead_id = people.lead_id GROUP BY mask, choice`, ...values)
    return rows.map((row) => ({ mask: integer(row["mask"]), value: allowed(maybeJson<CategoryChoice>(row["choice"] ?? null), optional), people: integer(row["people"]) }))
  },
  channel: async (facts) => {
    const { sql, values } = peopleIn(facts)
    const groups = new Map<string, Group>()
    for await (const rows of facts.reader.portions(`SELECT lead_id, mask FROM ${sql}`, ...values)) {
      const seen = rows.filter((row) => depth(integer(row["mask"])) > 0)
      const channels = await channelsOf(facts.reader, seen.map((row) => ({ leadId: text(row["lead_id"]), at: facts.scope.to })))
      seen.forEach((row, index) => {
        const [mask, value] = [integer(row["mask"]), channels[index] ?? "unknown"]
        groups.set(`${mask} ${value}`, { mask, value, people: (groups.get(`${mask} ${value}`)?.people ?? 0) + 1 })
      })
    }
    return [...groups.values()]
  },
}

const ALL = "all"
const byNumber = (a: { value: string; people: number[] }, b: typeof a): number => (b.people[0] ?? 0) - (a.people[0] ?? 0) || (a.value < b.value ? -1 : 1)

/** People by how far they came, and by one dimension. */
export const funnelReport = async (facts: Facts, by: FunnelDimension): Promise<FunnelReport> => {
  const steps = funnelSteps(facts.runtime.plan)
  const counted = new Map<string, number[]>()
  const count = (value: string, reached: number, people: number): void => {
    const row = counted.get(value) ?? steps.map(() => 0)
    for (let index = 0; index < reached; index++) row[index] = (row[index] ?? 0) + people
    counted.set(value, row)
  }
  for (const { mask, value, people } of await groupsBy[by](facts)) {
    const reached = depth(mask)
    if (reached === 0) continue
    count(ALL, reached, people)
    count(value, reached, people)
  }
  const parts = [...counted].map(([value, people]) => ({ value, people })).filter(({ value }) => value !== ALL)
  return { version: 1, ...kpiScope(facts), by, steps, rows: [{ value: ALL, people: counted.get(ALL) ?? steps.map(() => 0) }, ...parts.toSorted(byNumber)] }
}
