import { text } from "../../store/columns.ts"
import type { Facts } from "../facts.ts"
import { measureItems, sumDays, type Measured } from "../measure.ts"
import { DAY, dayCount, eventMiss, namesWhere, sourcesOf, unreadWebhooks, WITHIN, within } from "../queries.ts"

/** What still waits after this has not "reached" anybody; the retries go on for days. */
const LATE_MS = 3_600_000

/** K1 — event reliability. */
export const K1 = async (facts: Facts): Promise<Measured> => {
  const { reader, scope } = facts
  const names = namesWhere(facts, ({ critical }) => critical)
  const bad = `EXISTS (SELECT 1 FROM delivery WHERE event_seq = seq AND (state = 'dead' OR (state = 'pending' AND received_at < ${scope.now - LATE_MS})))`
  const where = `${WITHIN} AND ${reader.among("name", "texts")}`
  const recorded = await reader.rows(`SELECT day, count(*) AS n, sum(good) AS good FROM (SELECT ${DAY} AS day, CASE WHEN ${bad} THEN 0 ELSE 1 END AS good FROM event WHERE ${where}) AS critical GROUP BY day`, ...within(scope), names)
  const refused = await reader.rows(
    `SELECT ${DAY} AS day, count(*) AS n, 0 AS good FROM quarantine WHERE ${reader.among("name", "texts")} AND reason <> 'wrong_environment' AND received_at >= ? AND received_at < ? GROUP BY day`,
    names,
    scope.from,
    scope.to,
  )
  const unread = measureItems(await unreadWebhooks(facts, sourcesOf(facts, names)))
  return {
    days: sumDays([...recorded.map(dayCount), ...refused.map(dayCount), ...unread.days]),
    misses: async (offset, limit) => {
      const failed = await reader.rows(`SELECT * FROM event WHERE ${where} AND ${bad} ORDER BY seq DESC LIMIT ? OFFSET ?`, ...within(scope), names, limit, offset)
      return [...(await unread.misses(offset, limit)), ...failed.map((row) => eventMiss(row, `${text(row["name"])} did not reach every destination`))]
    },
  }
}
