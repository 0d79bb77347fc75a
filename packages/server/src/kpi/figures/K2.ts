import { integer, maybeText, text } from "../../store/columns.ts"
import type { Facts } from "../facts.ts"
import { sumDays, type Measured } from "../measure.ts"
import { DAY, dayCount, WITHIN, within } from "../queries.ts"

/** K2 — parameter accuracy. What was refused because it belongs to the other environment is no matter of parameters. */
export const K2 = async ({ reader, scope }: Facts): Promise<Measured> => {
  const accepted = await reader.rows(`SELECT ${DAY} AS day, count(*) AS n, count(*) AS good FROM event WHERE ${WITHIN} AND name NOT LIKE '$%' GROUP BY day`, ...within(scope))
  const where = "received_at >= ? AND received_at < ? AND reason <> 'wrong_environment'"
  const refused = await reader.rows(`SELECT ${DAY} AS day, count(*) AS n, 0 AS good FROM quarantine WHERE ${where} GROUP BY day`, scope.from, scope.to)
  return {
    days: sumDays([...accepted.map(dayCount), ...refused.map(dayCount)]),
    misses: async (offset, limit) =>
      (await reader.rows(`SELECT id, name, reason, received_at FROM quarantine WHERE ${where} ORDER BY seq DESC LIMIT ? OFFSET ?`, scope.from, scope.to, limit, offset)).map((row) => ({
        kind: "quarantined",
        id: text(row["id"]),
        at: integer(row["received_at"]),
        why: `${maybeText(row["name"] ?? null) ?? "An event"} does not fit the plan: ${text(row["reason"])}`,
      })),
  }
}
