import { integer, text } from "../../store/sqlite/columns.ts"
import type { Facts } from "../facts.ts"
import { sumDays, type Measured } from "../measure.ts"
import { DAY, dayCount } from "../queries.ts"

/** A request that was under way when the withdrawal came cannot be called back (longest attempt: 15 s). */
const UNDER_WAY_MS = 15_000

/**
 * K5 — consent compliance. Asked of the stored choices again, not of what the queue decided: the event's own choice must
 * grant the category, and the consent log must not have withdrawn it before the attempt.
 */
export const K5 = ({ db, scope, runtime }: Facts): Measured => {
  const rules = Object.fromEntries(Object.values(runtime.plan.destinations).map(({ id, consent }) => [id, runtime.plan.consent.categories[consent]?.always === true ? null : `$."${consent}"`]))
  const logged = `(SELECT json_extract(consent_log.choice, rule.value) FROM consent_log WHERE consent_log.lead_id = event.lead_id AND consent_log.at <= coalesce(settled_at, ${scope.now}) - ${UNDER_WAY_MS} ORDER BY consent_log.at DESC LIMIT 1)`
  const broken = `(rule.value IS NOT NULL AND NOT (coalesce(json_extract(event.choice, rule.value), ${logged}, 0) AND coalesce(${logged}, 1)))`
  const from = `FROM event JOIN delivery ON event_seq = event.seq JOIN json_each(?1) AS rule ON rule.key = destination
    WHERE event.seq >= ?2 AND event.seq < ?3 AND test_mode = ?4 AND delivery.attempt > 0 AND name NOT LIKE '$%'`
  const counted = db.prepare(`SELECT day, count(*) AS n, sum(1 - broken) AS good FROM (SELECT ${DAY} AS day, ${broken} AS broken ${from}) GROUP BY day`)
  const which = db.prepare(`SELECT delivery.id AS id, name, destination, received_at ${from} AND ${broken} ORDER BY delivery.id DESC LIMIT ?5 OFFSET ?6`)
  const bound = [JSON.stringify(rules), scope.fromSeq, scope.toSeq, scope.test] as const
  return {
    days: sumDays(counted.all(...bound).map(dayCount)),
    misses: (offset, limit) =>
      which.all(...bound, limit, offset).map((row) => ({
        kind: "delivery",
        id: String(integer(row["id"])),
        at: integer(row["received_at"]),
        why: `${text(row["name"])} went to ${text(row["destination"])} although the choice in force did not allow it`,
      })),
  }
}
