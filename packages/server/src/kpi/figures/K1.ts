import { text } from "../../store/sqlite/columns.ts"
import type { Facts } from "../facts.ts"
import { measureItems, sumDays, type Measured } from "../measure.ts"
import { DAY, dayCount, eventMiss, namesWhere, RECEIVED, sourcesOf, unreadWebhooks } from "../queries.ts"

/** What still waits after this has not "reached" anybody; the retries go on for days. */
const LATE_MS = 3_600_000

/** K1 — event reliability. */
export const K1 = (facts: Facts): Measured => {
  const { db, scope } = facts
  const names = namesWhere(facts, ({ critical }) => critical)
  const list = JSON.stringify(names)
  const bad = `EXISTS (SELECT 1 FROM delivery WHERE event_seq = seq AND (state = 'dead' OR (state = 'pending' AND received_at < ${scope.now - LATE_MS})))`
  const where = `${RECEIVED} AND name IN (SELECT value FROM json_each(?4))`
  const recorded = db.prepare(`SELECT day, count(*) AS n, sum(1 - bad) AS good FROM (SELECT ${DAY} AS day, ${bad} AS bad FROM event WHERE ${where}) GROUP BY day`)
  const failed = db.prepare(`SELECT * FROM event WHERE ${where} AND ${bad} ORDER BY seq DESC LIMIT ?5 OFFSET ?6`)
  const refused = db.prepare(
    `SELECT ${DAY} AS day, count(*) AS n, 0 AS good FROM quarantine WHERE name IN (SELECT value FROM json_each(?)) AND reason <> 'wrong_environment' AND received_at >= ? AND received_at < ? GROUP BY day`,
  )
  const unread = measureItems(unreadWebhooks(facts, sourcesOf(facts, names)))
  return {
    days: sumDays([...recorded.all(scope.from, scope.to, scope.test, list).map(dayCount), ...refused.all(list, scope.from, scope.to).map(dayCount), ...unread.days]),
    misses: (offset, limit) => [
      ...unread.misses(offset, limit),
      ...failed.all(scope.from, scope.to, scope.test, list, limit, offset).map((row) => eventMiss(row, `${text(row["name"])} did not reach every destination`)),
    ],
  }
}
