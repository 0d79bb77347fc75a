import type { DatabaseSync } from "node:sqlite"
import { canonicalJson } from "@tagwright/formats"
import type { ServerContext } from "../../context.ts"
import { seqAt } from "../../kpi/facts.ts"
import { integer, json, text } from "../../store/sqlite/columns.ts"
import type { Sight } from "./condition.ts"

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS
const WEEK_MS = 7 * DAY_MS
const WINDOW_MS = 6 * HOUR_MS
const WEBHOOK_WINDOW_MS = HOUR_MS
/** The latest choices stand for "now": enough for a rate, few enough to read every minute. */
const LATEST_CHOICES = 1_000

export interface WatchInput {
  breakers(): Sight["breakers"]
  canaries(): Sight["canaries"]
}

/** Reads what a round of watching needs. Counts between two times are differences of row numbers: no scan, whatever the size. */
export const sightReader = (context: ServerContext, db: DatabaseSync, input: WatchInput): (() => Promise<Sight>) => {
  const { clock, store, runtime, metrics } = context
  const counters = new Map<string, number>()
  const between = (from: number, to: number): [number, number] => [seqAt(db, "event", from), seqAt(db, "event", to)]
  const named = db.prepare("SELECT count(*) AS n FROM event WHERE seq >= ? AND seq < ? AND name = ?")
  const bySource = db.prepare("SELECT count(*) AS n FROM event WHERE seq >= ? AND seq < ? AND source NOT IN ('browser', 'gtag')")
  const webhooks = db.prepare("SELECT source, count(*) AS n, sum(state IN ('dead', 'quarantined')) AS failed FROM webhook WHERE received_at >= ? GROUP BY source")
  const latest = db.prepare("SELECT at, choice FROM consent_log ORDER BY seq DESC LIMIT ?")
  const older = db.prepare("SELECT choice, count(*) AS n FROM consent_log WHERE at >= ? AND at < ? GROUP BY choice")
  const one = (row: ReturnType<typeof named.get>): number => integer(row?.["n"])

  /** Growth of a counter since the last look, by one label. */
  const growth = async (name: string, label: string): Promise<Record<string, number>> => {
    const metric = await metrics.registry.getSingleMetric(name)?.get()
    const grown: Record<string, number> = {}
    for (const { labels, value } of metric?.values ?? []) {
      const key = `${name} ${canonicalJson(labels)}`
      const group = String(Reflect.get(labels, label) ?? "")
      grown[group] = (grown[group] ?? 0) + value - (counters.get(key) ?? 0)
      counters.set(key, value)
    }
    return grown
  }
  const ratioOf = (now: number): Sight["ratio"] => {
    const [day, end] = between(now - DAY_MS, now + 1)
    const [week, before] = between(now - WEEK_MS - DAY_MS, now - DAY_MS)
    const server = one(bySource.get(day, end))
    const serverBefore = one(bySource.get(week, before))
    return { server, browser: end - day - server, serverBefore, browserBefore: before - week - serverBefore }
  }
  const consentOf = (now: number): Sight["consent"] => {
    const recent = latest.all(LATEST_CHOICES).filter((row) => integer(row["at"]) >= now - DAY_MS).map((row) => json<Record<string, boolean>>(row["choice"]))
    const past = older.all(now - WEEK_MS - DAY_MS, now - DAY_MS).map((row) => ({ choice: json<Record<string, boolean>>(row["choice"]), n: integer(row["n"]) }))
    const total = past.reduce((sum, { n }) => sum + n, 0)
    if (total === 0 || recent.length === 0) return []
    return Object.entries(runtime.plan.consent.categories)
      .filter(([, { always }]) => !always)
      .map(([category]) => ({
        category,
        now: recent.filter((choice) => choice[category] === true).length / recent.length,
        before: past.filter(({ choice }) => choice[category] === true).reduce((sum, { n }) => sum + n, 0) / total,
        choices: Math.min(recent.length, total),
      }))
  }
  return async () => {
    const now = clock.now()
    const [recent, end] = between(now - WINDOW_MS, now + 1)
    const [past, pastEnd] = between(now - WEEK_MS - WINDOW_MS, now - WEEK_MS)
    const requests = await growth("tagwright_ingest_requests_total", "outcome")
    const { waiting, oldest, disabled, retentionAt } = await store.depth()
    return {
      now,
      oldestPending: oldest.map(({ destination, receivedAt }) => ({ destination, seconds: (now - receivedAt) / 1000 })),
      dead: waiting.filter(({ state }) => state === "dead"),
      disabled,
      breakers: input.breakers(),
      storeBroken: store.broken !== undefined,
      personalData: await growth("tagwright_personal_data_removed_total", "kind"),
      requests: { all: Object.values(requests).reduce((sum, n) => sum + n, 0), failed: requests["failed"] ?? 0 },
      webhooks: webhooks.all(now - WEBHOOK_WINDOW_MS).map((row) => ({ source: text(row["source"]), all: integer(row["n"]), failed: integer(row["failed"]) })),
      volume: { now: end - recent, lastWeek: pastEnd - past },
      critical: Object.values(runtime.plan.events)
        .filter(({ critical }) => critical)
        .map(({ name }) => ({ event: name, now: one(named.get(recent, end, name)), lastWeek: one(named.get(past, pastEnd, name)) })),
      ratio: ratioOf(now),
      consent: consentOf(now),
      canaries: input.canaries(),
      retentionAgeMs: retentionAt === undefined ? undefined : now - retentionAt,
    }
  }
}
