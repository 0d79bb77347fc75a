import { Counter, Gauge, Histogram, Registry } from "prom-client"
import type { Judged } from "../ingest/judge.ts"
import type { Claimed, Settlement } from "../store/model.ts"
import type { QueueDepth } from "../store/port.ts"

/** What Prometheus scrapes. Labels are names of the plan, never ids of people. */
export interface Metrics {
  registry: Registry
  collected(judged: Judged, stored: readonly string[]): void
  webhook(source: string, outcome: string): void
  /** An answer at one of the doors */
  answered(path: string, status: number): void
  attempted(destination: string, claimed: Claimed, settlement: Settlement, now: number): void
  /** One commit: how many jobs shared it, and how long it took, waiting for the disk included */
  /** `syncSeconds`: how long the disk took; unknown when the disk is another machine's */
  committed(batch: { jobs: number; seconds: number; syncSeconds?: number }): void
  /** An event of the plan was stored; names of a plan are few */
  event(name: string, source: string): void
}

/** From a fast commit (1 ms) to a disk in trouble. */
const COMMIT_BUCKETS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1]
/** Jobs in one group commit */
const ROW_BUCKETS = [1, 4, 16, 64, 256, 1024, 4096]
/** Up to the 30 s in which a purchase must have arrived everywhere, and beyond. */
const LATENCY_BUCKETS = [0.1, 0.5, 1, 5, 10, 30, 60, 300, 3600, 86_400]

const DOORS: Readonly<Record<string, string>> = { "/collect": "collect", "/g/collect": "gtag", "/mp/collect": "mp" }
const doorOf = (path: string): string | undefined => DOORS[path] ?? (path.startsWith("/webhooks/") ? "webhook" : undefined)
const outcomeOf = (status: number): string => (status < 400 ? "ok" : status < 500 ? "refused" : "failed")

export const createMetrics = (): Metrics => {
  const registry = new Registry()
  const registers = [registry]
  const answers = new Map<string, { door: string; outcome: string; number: number }>()
  const countAnswer = (door: string, outcome: string): void => {
    const known = answers.get(`${door} ${outcome}`)
    if (known === undefined) answers.set(`${door} ${outcome}`, { door, outcome, number: 1 })
    else known.number += 1
  }
  new Counter({
    name: "tagwright_ingest_requests_total",
    help: "Requests at the doors: ok, refused (the sender's fault) or failed (ours: the error budget)",
    labelNames: ["source", "outcome"],
    registers,
    collect() {
      for (const { door, outcome, number } of answers.values()) this.inc({ source: door, outcome }, number)
      answers.clear()
    },
  })
  // Counted in a plain map, handed over when somebody scrapes: labels are too dear for every request.
  const tally = new Map<string, number>()
  const count = (outcome: string): void => void tally.set(outcome, (tally.get(outcome) ?? 0) + 1)
  new Counter({
    name: "tagwright_ingest_events_total",
    help: "Events received, by outcome",
    labelNames: ["source", "outcome"],
    registers,
    collect() {
      for (const [outcome, number] of tally) this.inc({ source: "browser", outcome }, number)
      tally.clear()
    },
  })
  const violations = new Counter({ name: "tagwright_plan_violations_total", help: "Events that did not fit the plan", labelNames: ["reason"], registers })
  const personal = new Counter({ name: "tagwright_personal_data_removed_total", help: "Personal data taken out at the door", labelNames: ["kind"], registers })
  const webhooks = new Counter({ name: "tagwright_webhooks_total", help: "Webhook messages, by outcome", labelNames: ["source", "outcome"], registers })
  const attempts = new Counter({ name: "tagwright_delivery_attempts_total", help: "Attempts to deliver, by outcome", labelNames: ["destination", "outcome"], registers })
  const dead = new Counter({ name: "tagwright_dlq_messages_total", help: "Deliveries that became dead letters", labelNames: ["destination", "reason_class"], registers })
  const latency = new Histogram({ name: "tagwright_delivery_latency_seconds", help: "From receipt to delivery", labelNames: ["destination"], buckets: LATENCY_BUCKETS, registers })
  const commits = new Histogram({ name: "tagwright_ingest_commit_seconds", help: "Group commits, from hand-over to durable", buckets: COMMIT_BUCKETS, registers })
  const syncs = new Histogram({ name: "tagwright_fsync_seconds", help: "COMMIT alone: the disk", buckets: COMMIT_BUCKETS, registers })
  const rows = new Histogram({ name: "tagwright_ingest_batch_rows", help: "Jobs that shared a commit", buckets: ROW_BUCKETS, registers })
  const events = new Counter({ name: "tagwright_events_total", help: "Events stored, by name", labelNames: ["event", "source"], registers })
  return {
    registry,
    event: (event, source) => events.inc({ event, source }),
    collected: (judged, stored) => {
      for (const verdict of stored) count(verdict)
      for (const { kind } of judged.removed) personal.inc({ kind })
      for (const { reason } of judged.quarantined) {
        count("quarantined")
        violations.inc({ reason })
      }
    },
    answered: (path, status) => {
      const door = doorOf(path)
      if (door !== undefined) countAnswer(door, outcomeOf(status))
    },
    webhook: (source, outcome) => webhooks.inc({ source, outcome }),
    attempted: (destination, claimed, settlement, now) => {
      attempts.inc({ destination, outcome: settlement.state === "pending" ? "retry" : settlement.state })
      if (settlement.state === "delivered") latency.observe({ destination }, (now - claimed.event.receivedAt) / 1000)
      if (settlement.state === "dead") dead.inc({ destination, reason_class: settlement.reasonClass ?? "theirs" })
    },
    committed: ({ jobs, seconds, syncSeconds }) => {
      commits.observe(seconds)
      if (syncSeconds !== undefined) syncs.observe(syncSeconds)
      rows.observe(jobs)
    },
  }
}

/** What is looked up when somebody scrapes. */
export interface Scraped {
  /** undefined: the database is away; the last figures stand */
  depth: QueueDepth | undefined
  /** Calls that wait in the spool */
  spooled: number
  broken: boolean
  breakers: { destination: string; open: boolean }[]
  canaries: { destination: string; ok: boolean }[]
  /** undefined: the database is away */
  canaryAges: { destination: string; ms: number }[] | undefined
  /** Milliseconds since 1970 */
  backupAt: number | undefined
  clockSkewMs: number | undefined
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
  const spooled = gauge("spooled_calls", "Calls kept on this machine until the shared database is back")
  const broken = gauge("store_broken", "1 when the disk failed")
  const breakers = gauge("breaker_open", "1 while a destination is given a pause", ["destination"])
  const disabled = gauge("destination_disabled", "1 when a destination said that it is gone", ["destination"])
  const canaries = gauge("canary_ok", "Whether a destination took the last probe", ["destination"])
  const canaryAge = gauge("canary_age_seconds", "How long ago the last canary came through the door, the log and the queue to a destination", ["destination"])
  const consent = gauge("consent_granted_ratio", "Share of the latest thousand choices that allow a category", ["category"])
  const erasures = gauge("erasure_pending", "Erasures that some recipient has not been told of")
  const retention = gauge("retention_last_run_seconds", "When retention was last applied, in seconds since 1970")
  const backedUp = gauge("backup_last_success_seconds", "When the database was last backed up, in seconds since 1970; before the first time, when it was made")
  const skew = gauge("clock_skew_seconds", "How far this machine's clock is ahead of the vendors', from the answers to probes")
  const setDepth = ({ waiting, oldest: ages, bytes, erasurePending, retentionAt, disabled: gone, consentShares }: QueueDepth, now: number): void => {
    depth.reset()
    for (const { destination, state, count } of waiting) depth.set({ destination, state }, count)
    oldest.reset()
    for (const { destination, receivedAt } of ages) oldest.set({ destination }, Math.max(0, (now - receivedAt) / 1000))
    disabled.reset()
    for (const destination of gone) disabled.set({ destination }, 1)
    for (const { category, share } of consentShares) consent.set({ category }, share)
    database.set(bytes.database)
    wal.set(bytes.wal)
    erasures.set(erasurePending)
    if (retentionAt !== undefined) retention.set(retentionAt / 1000)
  }
  return (scraped) => {
    if (scraped.depth !== undefined) setDepth(scraped.depth, scraped.now)
    spooled.set(scraped.spooled)
    broken.set(scraped.broken ? 1 : 0)
    if (scraped.backupAt !== undefined) backedUp.set(scraped.backupAt / 1000)
    if (scraped.clockSkewMs !== undefined) skew.set(scraped.clockSkewMs / 1000)
    for (const { destination, open } of scraped.breakers) breakers.set({ destination }, open ? 1 : 0)
    for (const { destination, ok } of scraped.canaries) canaries.set({ destination }, ok ? 1 : 0)
    for (const { destination, ms } of scraped.canaryAges ?? []) canaryAge.set({ destination }, ms / 1000)
  }
}
