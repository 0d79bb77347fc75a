import { integer, maybeText, text } from "../../store/sqlite/columns.ts"
import type { Facts } from "../facts.ts"
import { sumDays, type Measured } from "../measure.ts"
import { DAY, dayCount, RECEIVED } from "../queries.ts"

/** K2 — parameter accuracy. What was refused because it belongs to the other environment is no matter of parameters. */
export const K2 = ({ db, scope }: Facts): Measured => {
  const accepted = db.prepare(`SELECT ${DAY} AS day, count(*) AS n, count(*) AS good FROM event WHERE ${RECEIVED} AND name NOT LIKE '$%' GROUP BY day`)
  const where = "received_at >= ? AND received_at < ? AND reason <> 'wrong_environment'"
  const refused = db.prepare(`SELECT ${DAY} AS day, count(*) AS n, 0 AS good FROM quarantine WHERE ${where} GROUP BY day`)
  const which = db.prepare(`SELECT * FROM quarantine WHERE ${where} ORDER BY seq DESC LIMIT ? OFFSET ?`)
  return {
    days: sumDays([...accepted.all(scope.from, scope.to, scope.test).map(dayCount), ...refused.all(scope.from, scope.to).map(dayCount)]),
    misses: (offset, limit) =>
      which.all(scope.from, scope.to, limit, offset).map((row) => ({
        kind: "quarantined",
        id: text(row["id"]),
        at: integer(row["received_at"]),
        why: `${maybeText(row["name"]) ?? "An event"} does not fit the plan: ${text(row["reason"])}`,
      })),
  }
}
