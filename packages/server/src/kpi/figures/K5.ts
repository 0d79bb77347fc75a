import type { CategoryChoice } from "@tagwright/formats"
import { integer, maybeJson, text, type Row } from "../../store/columns.ts"
import type { Facts } from "../facts.ts"
import { dayOf, sumDays, type Measured } from "../measure.ts"
import { DAY, WITHIN, within } from "../queries.ts"

const DAY_MS = 86_400_000
/** A request that was under way when the withdrawal came cannot be called back (longest attempt: 15 s). */
const UNDER_WAY_MS = 15_000

/**
 * K5 — consent compliance. Asked of the stored choices again, not of what the queue decided: the event's own choice must
 * grant the category, and the consent log must not have withdrawn it before the attempt.
 */
export const K5 = async (facts: Facts): Promise<Measured> => {
  const { reader } = facts
  const destinations = Object.keys(facts.runtime.plan.destinations)
  const tried = triedIn(facts)
  const select = (columns: string, rest: string): string => `SELECT ${columns} FROM (${tried.sql}) AS tried ${rest}`
  // People choose in a handful of ways: what the database counts together is judged once.
  const counted = await reader.rows(select("day, destination, choice, logged, count(*) AS n", "GROUP BY day, destination, choice, logged"), ...tried.values, destinations)
  const isBroken = breaches(facts)
  return {
    days: sumDays(counted.map((row) => ({ day: dayOf(integer(row["day"]) * DAY_MS), good: isBroken(row) ? 0 : integer(row["n"]), of: integer(row["n"]) }))),
    misses: async (offset, limit) => {
      const guilty = [...new Set(counted.filter(isBroken).map((row) => text(row["destination"])))]
      const found: Row[] = []
      if (guilty.length === 0) return []
      for await (const rows of reader.portions(select("id, name, destination, received_at, choice, logged", "ORDER BY id DESC"), ...tried.values, guilty)) {
        found.push(...rows.filter(isBroken))
        if (found.length >= offset + limit) break
      }
      return found.slice(offset, offset + limit).map((row) => ({
        kind: "delivery",
        id: String(integer(row["id"])),
        at: integer(row["received_at"]),
        why: `${text(row["name"])} went to ${text(row["destination"])} although the choice in force did not allow it`,
      }))
    },
  }
}

/** Deliveries that were tried, with the event's choice and the one in force at the attempt. The last value says to which destinations. */
const triedIn = ({ reader, scope }: Facts) => ({
  sql: `SELECT delivery.id AS id, ${DAY} AS day, received_at, name, destination, event.choice AS choice,
      (SELECT consent_log.choice FROM consent_log WHERE consent_log.lead_id = event.lead_id AND consent_log.at <= coalesce(settled_at, ${scope.now}) - ${UNDER_WAY_MS} ORDER BY consent_log.at DESC, consent_log.seq DESC LIMIT 1) AS logged
    FROM event JOIN delivery ON event_seq = event.seq WHERE ${WITHIN} AND delivery.attempt > 0 AND name NOT LIKE '$%' AND ${reader.among("destination", "texts")}`,
  values: within(scope),
})

const breaches = ({ runtime: { plan } }: Facts): ((row: Row) => boolean) => {
  const { categories } = plan.consent
  return (row) => {
    const category = plan.destinations[text(row["destination"])]?.consent
    if (category === undefined || categories[category]?.always === true) return false
    const own = maybeJson<CategoryChoice>(row["choice"] ?? null)?.[category]
    const logged = maybeJson<CategoryChoice>(row["logged"] ?? null)?.[category]
    return !((own ?? logged ?? false) && (logged ?? true))
  }
}
