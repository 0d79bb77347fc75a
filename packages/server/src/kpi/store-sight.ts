import { integer, json, text } from "../store/columns.ts"
import type { Facts } from "./facts.ts"

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS
const WEEK_MS = 7 * DAY_MS
const WINDOW_MS = 6 * HOUR_MS
const WEBHOOK_WINDOW_MS = HOUR_MS
/** The latest choices stand for "now": enough for a rate, few enough to read every minute. */
const LATEST_CHOICES = 1_000

export interface Ratio {
  server: number
  browser: number
}
/** What a round of watching sees in the store. Counts are of rows of this environment alone. */
export interface StoreSight {
  /** Of the last hour */
  webhooks: { source: string; all: number; failed: number }[]
  /** Events received in the last six hours, and in the same six hours of last week */
  volume: { now: number; lastWeek: number }
  critical: { event: string; now: number; lastWeek: number }[]
  /** Payments and other events of the last day */
  ratio: Ratio
  consent: { category: string; now: number; before: number; choices: number }[]
}

/** Counts from the index of receipt alone, whatever the size of the rows. */
export const readSight = async (facts: Facts): Promise<StoreSight> => ({
  webhooks: await webhooksIn(facts),
  ...(await volumesIn(facts)),
  ratio: await ratioIn(facts, facts.scope.now - DAY_MS, facts.scope.now + 1),
  consent: await consentIn(facts),
})

/** The ratio of the week before the last day: much to count, and hardly another one an hour later. */
export const readUsual = (facts: Facts): Promise<Ratio> => ratioIn(facts, facts.scope.now - WEEK_MS - DAY_MS, facts.scope.now - DAY_MS)

const webhooksIn = async ({ reader, scope }: Facts): Promise<StoreSight["webhooks"]> => {
  const rows = await reader.rows("SELECT source, count(*) AS n, sum(CASE WHEN state IN ('dead', 'quarantined') THEN 1 ELSE 0 END) AS failed FROM webhook WHERE received_at >= ? GROUP BY source ORDER BY source", scope.now - WEBHOOK_WINDOW_MS)
  return rows.map((row) => ({ source: text(row["source"]), all: integer(row["n"]), failed: integer(row["failed"]) }))
}

/** How many events of each name were received */
const countsByName = async ({ reader, scope }: Facts, from: number, to: number): Promise<Map<string, number>> => {
  const rows = await reader.rows("SELECT name, count(*) AS n FROM event WHERE received_at >= ? AND received_at < ? AND test_mode = ? GROUP BY name", from, to, scope.test)
  return new Map(rows.map((row) => [text(row["name"]), integer(row["n"])]))
}
const sum = (counts: ReadonlyMap<string, number>): number => counts.values().reduce((total, n) => total + n, 0)

const volumesIn = async (facts: Facts): Promise<Pick<StoreSight, "volume" | "critical">> => {
  const { scope, runtime } = facts
  const recent = await countsByName(facts, scope.now - WINDOW_MS, scope.now + 1)
  const past = await countsByName(facts, scope.now - WEEK_MS - WINDOW_MS, scope.now - WEEK_MS)
  return {
    volume: { now: sum(recent), lastWeek: sum(past) },
    critical: Object.values(runtime.plan.events).flatMap(({ name, critical }) => (critical ? [{ event: name, now: recent.get(name) ?? 0, lastWeek: past.get(name) ?? 0 }] : [])),
  }
}

/** Events that come from webhooks are the plan's to know, so that an index by name suffices. */
const ratioIn = async (facts: Facts, from: number, to: number): Promise<Ratio> => {
  const counts = await countsByName(facts, from, to)
  const server = sum(new Map([...counts].filter(([name]) => facts.runtime.plan.events[name]?.from !== undefined)))
  return { server, browser: sum(counts) - server }
}

const consentIn = async ({ reader, scope, runtime }: Facts): Promise<StoreSight["consent"]> => {
  const { now } = scope
  const latest = await reader.rows("SELECT at, choice FROM consent_log ORDER BY seq DESC LIMIT ?", LATEST_CHOICES)
  const older = await reader.rows("SELECT choice, count(*) AS n FROM consent_log WHERE at >= ? AND at < ? GROUP BY choice", now - WEEK_MS - DAY_MS, now - DAY_MS)
  const recent = latest.filter((row) => integer(row["at"]) >= now - DAY_MS).map((row) => json<Record<string, boolean>>(row["choice"]))
  const past = older.map((row) => ({ choice: json<Record<string, boolean>>(row["choice"]), n: integer(row["n"]) }))
  const total = past.reduce((all, { n }) => all + n, 0)
  if (total === 0 || recent.length === 0) return []
  return Object.entries(runtime.plan.consent.categories)
    .filter(([, { always }]) => !always)
    .map(([category]) => ({
      category,
      now: recent.filter((choice) => choice[category] === true).length / recent.length,
      before: past.filter(({ choice }) => choice[category] === true).reduce((all, { n }) => all + n, 0) / total,
      choices: Math.min(recent.length, total),
    }))
}
