import { Counter, Gauge, Histogram, Registry } from "prom-client"
import type { Judged } from "../ingest/judge.ts"
import type { Claimed, Settlement } from "../store/model.ts"
import type { QueueDepth } from "../store/port.ts"

/** What Prometheus scrapes. Labels are names of the plan, never ids of people. */
export interface Metrics {
  registry: Registry
  collected(judged: Judged, stored: readonly string[]): void
  webhook(source: string, outcome: string): void
  attempted(destination: string, claimed: Claimed, settlement: Settlement, now: number): void
  committed(seconds: number): void
  /** An event of the plan was stored; names of a plan are few */
  event(name: string, source: string): void
  /** A request was answered */
  answered(status: number): void
}

/** From a fast commit (1 ms) to a disk in trouble. */
const COMMIT_BUCKETS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1]
/** Up to the 30 s in which a purchase must have arrived everywhere, and beyond. */
const LATENCY_BUCKETS = [0.1, 0.5, 1, 5, 10, 30, 60, 300, 3600, 86_400]

export const createMetrics = (): Metrics => {
  const registry = new Registry()
  const registers = [registry]
  const requests = new Counter({ name: "tagwright_ingest_events_total", help: "Events received, by outcome", labelNames: ["source", "outcome"], registers })
  const violations = new Counter({ name: "tagwright_plan_violations_total", help: "Events that did not fit the plan", labelNames: ["reason"], registers })
  const personal = new Counter({ name: "tagwright_personal_data_removed_total", help: "Personal data taken out at the door", labelNames: ["kind"], registers })
  const webhooks = new Counter({ name: "tagwright_webhooks_total", help: "Webhook messages, by outcome", labelNames: ["source", "outcome"], registers })
  const attempts = new Counter({ name: "tagwright_delivery_attempts_total", help: "Attempts to deliver, by outcome", labelNames: ["destination", "outcome"], registers })
  const dead = new Counter({ name: "tagwright_dlq_messages_total", help: "Deliveries that became dead letters", labelNames: ["destination", "reason_class"], registers })
  const latency = new Histogram({ name: "tagwright_delivery_latency_seconds", help: "From receipt to delivery", labelNames: ["destination"], buckets: LATENCY_BUCKETS, registers })
  const commits = new Histogram({ name: "tagwright_ingest_commit_seconds", help: "Waiting for the disk, per request", buckets: COMMIT_BUCKETS, registers })
  const events = new Counter({ name: "tagwright_events_total", help: "Events stored, by name", labelNames: ["event", "source"], registers })
  const answers = new Counter({ name: "tagwright_http_requests_total", help: "Requests answered, by class of status", labelNames: ["status"], registers })
  return {
    registry,
    event: (event, source) => events.inc({ event, source }),
    answered: (status) => answers.inc({ status: `${Math.floor(status / 100)}xx` }),
    collected: (judged, stored) => {
      for (const verdict of stored) requests.inc({ source: "browser", outcome: verdict })
      for (const { kind } of judged.removed) personal.inc({ kind })
      for (const { reason } of judged.quarantined) {
        requests.inc({ source: "browser", outcome: "quarantined" })
        violations.inc({ reason })
      }
    },
    webhook: (source, outcome) => webhooks.inc({ source, outcome }),
    attempted: (destination, claimed, settlement, now) => {
      attempts.inc({ destination, outcome: settlement.state === "pending" ? "retry" : settlement.state })
      if (settlement.state === "delivered") latency.observe({ destination }, (now - claimed.event.receivedAt) / 1000)
      if (settlement.state === "dead") dead.inc({ destination, reason_class: settlement.reasonClass ?? "theirs" })
    },
    committed: (seconds) => commits.observe(seconds),
  }
}

/** What is looked up when somebody scrapes. */
export interface Scraped {
  depth: QueueDepth
  broken: boolean
  breakers: { destination: string; open: boolean }[]
  canaries: { destination: string; ok: boolean }[]
  now: number
}

/** Figures that are read from the store when somebody scrapes: the answer sets them. */
export const storeGauges = (registry: Registry): ((scraped: Scraped) => void) => {
  const registers = [registry]
  const gauge = <L extends string>(name: string, help: string, labelNames: readonly L[] = []): Gauge<L> => new Gauge({ name: `tagwright_${name}`, help, labelNames: [...labelNames], registers })
  const depth = gauge("queue_depth", "Deliveries that wait (pending) or need somebody (dead)", ["destination", "state"])
  const oldest = gauge("oldest_pending_seconds", "Age of the oldest waiting delivery: the best single alarm", ["destination"])
  const database = gauge("db_bytes", "Size of the database")
  const wal = gauge("wal_bytes", "Size of its write-ahead log")
  const broken = gauge("store_broken", "1 when the disk failed")
  const breakers = gauge("breaker_open", "1 while a destination is given a pause", ["destination"])
  const disabled = gauge("destination_disabled", "1 when a destination said that it is gone", ["destination"])
  const canaries = gauge("canary_ok", "Whether a destination took the last probe", ["destination"])
  const consent = gauge("consent_granted_ratio", "Share of the latest thousand choices that allow a category", ["category"])
  const erasures = gauge("erasure_pending", "Erasures that some recipient has not been told of")
  const retention = gauge("retention_last_run_seconds", "When retention was last applied, in seconds since 1970")
  return (scraped) => {
    depth.reset()
    for (const { destination, state, count } of scraped.depth.waiting) depth.set({ destination, state }, count)
    oldest.reset()
    for (const { destination, receivedAt } of scraped.depth.oldest) oldest.set({ destination }, Math.max(0, (scraped.now - receivedAt) / 1000))
    database.set(scraped.depth.bytes.database)
    wal.set(scraped.depth.bytes.wal)
    broken.set(scraped.broken ? 1 : 0)
    for (const { destination, open } of scraped.breakers) breakers.set({ destination }, open ? 1 : 0)
    disabled.reset()
    for (const destination of scraped.depth.disabled) disabled.set({ destination }, 1)
    for (const { destination, ok } of scraped.canaries) canaries.set({ destination }, ok ? 1 : 0)
    for (const { category, share } of scraped.depth.consentShares) consent.set({ category }, share)
    erasures.set(scraped.depth.erasurePending)
    if (scraped.depth.retentionAt !== undefined) retention.set(scraped.depth.retentionAt / 1000)
  }
}
