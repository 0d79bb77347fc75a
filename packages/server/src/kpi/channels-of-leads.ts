import type { Touch } from "@tagwright/formats"
import { channelOf, isDirect, trafficOf } from "../attribution/channels.ts"
import { LOOK_BACK_DAYS } from "../attribution/look-back.ts"
import { clustersOf } from "../identity/clusters.ts"
import type { Reader } from "../store/reading/reader.ts"
import { json, text } from "../store/columns.ts"

const LOOK_BACK_MS = LOOK_BACK_DAYS * 86_400_000

export interface Asked {
  leadId: string
  at: number
}

/** The channel of the last visit before a moment that was not direct, else of the last; of whom no visit is known, over every name the person has. */
export const channelsOf = async (reader: Reader, asked: readonly Asked[]): Promise<(string | undefined)[]> => {
  const [from, to] = asked.reduce(([first, last], { at }) => [Math.min(first, at), Math.max(last, at)], [Number.MAX_SAFE_INTEGER, 0])
  const read = (leads: readonly string[]) => touchesOf(reader, leads, from - LOOK_BACK_MS, to)
  const touches = await read([...new Set(asked.map(({ leadId }) => leadId))])
  const visits = (leads: readonly string[], at: number): Touch[] => leads.flatMap((lead) => touches.get(lead) ?? []).filter((touch) => touch.at <= at && touch.at >= at - LOOK_BACK_MS)
  const strangers = asked.filter(({ leadId, at }) => visits([leadId], at).length === 0)
  const clusters = await clustersOf(reader, [...new Set(strangers.map(({ leadId }) => leadId))])
  const others = new Set([...clusters.values()].flat())
  for (const lead of touches.keys()) others.delete(lead)
  for (const [lead, found] of await read([...others])) touches.set(lead, found)
  return asked.map(({ leadId, at }) => {
    const own = visits([leadId], at)
    return lastChannel(own.length > 0 ? own : visits(clusters.get(leadId) ?? [], at))
  })
}

const lastChannel = (visits: readonly Touch[]): string | undefined => {
  const newest = visits.toSorted((a, b) => b.at - a.at)
  const chosen = newest.find((touch) => !isDirect(trafficOf(touch))) ?? newest[0]
  return chosen && channelOf(trafficOf(chosen), chosen.at)
}

const touchesOf = async (reader: Reader, leads: readonly string[], from: number, to: number): Promise<Map<string, Touch[]>> => {
  const rows = leads.length === 0 ? [] : await reader.rows(`SELECT lead_id, touch FROM touch WHERE ${reader.among("lead_id", "texts")} AND at >= ? AND at <= ?`, leads, from, to)
  return new Map([...Map.groupBy(rows, (row) => text(row["lead_id"]))].map(([lead, found]) => [lead, found.map((row) => json<Touch>(row["touch"]))]))
}
