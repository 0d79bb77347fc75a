import type { Touch } from "@tagwright/formats"
import { channelOf, isDirect, trafficOf } from "../attribution/channels.ts"
import { LOOK_BACK_DAYS } from "../attribution/report.ts"
import { json } from "../store/sqlite/columns.ts"
import type { Facts } from "./facts.ts"

const DAY_MS = 86_400_000

/** The channel of the last visit before a moment that was not direct, else of the last; over every name the person has. */
export const channelReader = ({ db, leadsOf }: Facts): ((leadId: string, at: number) => string | undefined) => {
  const touches = db.prepare("SELECT touch FROM touch WHERE lead_id = ? AND at <= ? AND at >= ? ORDER BY at DESC")
  return (leadId, at) => {
    const visits = (lead: string) => touches.all(lead, at, at - LOOK_BACK_DAYS * DAY_MS).map((row) => trafficOf(json<Touch>(row["touch"])))
    const own = visits(leadId)
    const found = own.length > 0 ? own : leadsOf(leadId).flatMap(visits)
    const chosen = found.find((traffic) => !isDirect(traffic)) ?? found[0]
    return chosen && channelOf(chosen)
  }
}
