import type { Touch } from "@tagwright/formats"
import { clustersOf } from "../identity/clusters.ts"
import type { PlanRuntime } from "../plan/runtime.ts"
import { PORTION, type Reader } from "../store/reading/reader.ts"
import { integer, json, maybeJson, text } from "../store/columns.ts"
import { channelOf, trafficOf } from "./channels.ts"
import type { TouchPoint } from "./credit.ts"
import type { Journey } from "./markov.ts"
import type { SessionRules } from "./sessions.ts"
import { touchPointsOf, viewsOf, type Seen } from "./touch-points.ts"

export interface WaysInput {
  reader: Reader
  runtime: PlanRuntime
  rules: SessionRules
  /** Ms since 1970; what is older is not looked at */
  since: number
}
/** Where each of these people came from, session by session, by every name they have. */
export const touchPointsByLead = async (input: WaysInput, leads: readonly string[]): Promise<Map<string, TouchPoint[]>> => {
  const found = new Map<string, TouchPoint[]>()
  for (let from = 0; from < leads.length; from += PORTION) for (const [lead, points] of await portion(input, leads.slice(from, from + PORTION))) found.set(lead, points)
  return found
}

const portion = async ({ reader, runtime, rules, since }: WaysInput, leads: readonly string[]): Promise<[string, TouchPoint[]][]> => {
  const clusters = await clustersOf(reader, leads)
  const names = [...new Set([...clusters.values()].flat())]
  const touches = Map.groupBy(await reader.rows(`SELECT lead_id, touch FROM touch WHERE ${reader.among("lead_id", "texts")} AND at >= ? ORDER BY at`, names, since), (row) => text(row["lead_id"]))
  const events = await seenBy(reader, names, since)
  const isKeyEvent = (name: string): boolean => runtime.events.get(name)?.plan.keyEvent === true
  return leads.map((lead) => {
    const same = clusters.get(lead) ?? [lead]
    return [lead, touchPointsOf(viewsOf(same.flatMap((one) => (touches.get(one) ?? []).map((row) => json<Touch>(row["touch"]))), same.flatMap((one) => events.get(one) ?? []), isKeyEvent), rules)]
  })
}

const seenBy = async (reader: Reader, leads: readonly string[], since: number): Promise<Map<string, Seen[]>> => {
  const seen = new Map<string, Seen[]>()
  for await (const rows of reader.portions(`SELECT lead_id, name, at, page FROM event WHERE ${reader.among("lead_id", "texts")} AND at >= ? AND source IN ('browser', 'gtag') ORDER BY seq`, leads, since))
    for (const row of rows) {
      const lead = text(row["lead_id"])
      const own = seen.get(lead) ?? []
      own.push({ name: text(row["name"]), at: integer(row["at"]), page: maybeJson(row["page"] ?? null) })
      seen.set(lead, own)
    }
  return seen
}

/** Ways since a time of everybody who did not buy. The same way is one object, however many went it. */
export const lostWays = async (reader: Reader, since: number, buyers: ReadonlySet<string>): Promise<Journey[]> => {
  const ways = new Map<string, { journey: Journey; people: number }>()
  const end = (channels: readonly string[]): void => {
    const key = channels.join("\n")
    const known = ways.get(key) ?? { journey: { channels, converted: false }, people: 0 }
    known.people += 1
    ways.set(key, known)
  }
  let [lead, channels]: [string | undefined, string[]] = [undefined, []]
  for await (const rows of reader.portions("SELECT lead_id, touch FROM touch WHERE at >= ? ORDER BY lead_id, at", since))
    for (const row of rows) {
      const own = text(row["lead_id"])
      if (buyers.has(own)) continue
      if (lead !== undefined && own !== lead) {
        end(channels)
        channels = []
      }
      lead = own
      const touch = json<Touch>(row["touch"])
      channels.push(channelOf(trafficOf(touch), touch.at))
    }
  if (lead !== undefined) end(channels)
  // Sums of fractions depend on their order: it is the same whatever engine kept the rows.
  return [...ways].toSorted(([a], [b]) => (a < b ? -1 : 1)).flatMap(([, { journey, people }]) => Array.from({ length: people }, () => journey))
}
