import { mkdirSync } from "node:fs"
import { pino, type Logger } from "pino"
import type { DestinationType, Fault, ResolvedDestination, ServerPlan } from "@tagwright/formats"
import { systemClock, type Clock } from "./clock.ts"
import type { ServerContext } from "./context.ts"
import type { BreakerState } from "./delivery/breaker.ts"
import { LEASE_MS, startDispatcher } from "./delivery/dispatcher.ts"
import { ForbiddenAddress, guardedLookup, literalForbidden } from "./delivery/guarded-lookup.ts"
import { createHttpClient, TIMEOUT_MS, type HttpSend } from "./delivery/http-client.ts"
import { WAITS_MS } from "./delivery/schedule.ts"
import { connect } from "./destinations/index.ts"
import { redirected } from "./destinations/redirected.ts"
import { exactOrigins, preflight } from "./http/cors.ts"
import type { Handler } from "./http/answer.ts"
import { listen } from "./http/listener.ts"
import { router } from "./http/router.ts"
import { collect } from "./ingest/collect.ts"
import { gtagCollect } from "./ingest/gtag/collect.ts"
import { measurementProtocol } from "./ingest/measurement-protocol.ts"
import { receiveWebhook } from "./ingest/webhooks.ts"
import { createAlarms } from "./operations/alarms.ts"
import { senderFor } from "./operations/channels/index.ts"
import { canaryAges } from "./operations/canary-age.ts"
import { createCanaries } from "./operations/canary.ts"
import { openLedger } from "./operations/ledger.ts"
import { startOperations } from "./operations/start-operations.ts"
import { openOps, type DashboardOptions } from "./ops/start-ops.ts"
import { createMetrics, storeGauges } from "./ops/metrics.ts"
import { alive, notYet, readiness, type ServerState } from "./ops/probes.ts"
import { createSignals } from "./ops/signals.ts"
import { compilePlan } from "./plan/runtime.ts"
import { openStore } from "./store/open-store.ts"
import { lastBackupAt } from "./store/sqlite/last-backup.ts"
import { openSqliteStore } from "./store/sqlite/store.ts"
import type { ReconciledProvider } from "./reconcile/reconcile.ts"
import { startRetention } from "./privacy/retention.ts"
import { startProcessor } from "./webhooks/processor.ts"
import { connectWebhooks } from "./webhooks/providers.ts"

/** Types of destination whose vendor has one address, which tests and proxies replace. */
export type Vendor = Extract<DestinationType, "ga4" | "meta" | "google-ads" | "linkedin" | "tiktok" | "hubspot" | "mailerlite" | "pipedrive" | "rest" | "webhook" | "files" | "bigquery"> | ReconciledProvider

/**
 * What a process does. `ingest` only receives, `worker` only reads messages and delivers: any number of each may share one
 * PostgreSQL. `all` is both.
 */
export const serverRoles = ["all", "ingest", "worker"] as const
export type ServerRole = (typeof serverRoles)[number]
/** With a shared database, work that another process left is found by looking this often. */
const LOOK_FOR_WORK_MS = 500

export interface ServerOptions {
  plan: ServerPlan
  environment: string
  /** Folder of the database, or with a shared one of the spool; belongs to this environment alone */
  data: string
  /** PostgreSQL's URL; without it an SQLite file in `data` is the database */
  database?: string | undefined
  /** Default: all */
  role?: ServerRole
  /** 0: any free one */
  port?: number
  host?: string
  /** Ends the wait for a database that is not there yet */
  signal?: AbortSignal
  /** Proxies in front of us whose X-Forwarded-For is believed: addresses or networks (10.0.0.0/8). Default: none */
  trustedProxies?: readonly string[]
  secrets?: (name: string) => string | undefined
  /** Base URLs in place of the vendors' own */
  vendors?: Partial<Record<Vendor, string>>
  /** Bearer token of the inspection API; without it the API does not exist */
  adminToken?: string | undefined
  /** The page for people at `/ops`; without it that does not exist */
  dashboard?: DashboardOptions | undefined
  clock?: Clock
  random?: () => number
  log?: Logger
  /** Waits before each further attempt, in ms; default: Standard Webhooks' schedule */
  retryWaitsMs?: readonly number[]
  /** Another engine, or one that tests watch; default: SQLite in `data` */
  openStore?: typeof openSqliteStore
  /** How long a worker holds a delivery before another may take it; longer than a peer may take. Default: 90 s */
  leaseMs?: number
  /** How long a peer may take; default: 15 s */
  peerTimeoutMs?: number
  /** Tests deliver to loopback addresses; a real server never does */
  allowPrivateAddresses?: boolean
}

export interface RunningServer {
  url: string
  /** Where the first account is made, while there is none; the link works once, for a day */
  setupLink: string | undefined
  /** Resolves when a database that came after the start must not be used; what was kept for it stays on this machine. Then close, and say so */
  refused: Promise<Fault>
  /** Stops accepting, ends what is under way, closes the store. Waiting deliveries stay for the next start. */
  close(): Promise<void>
}

const silent = pino({ level: "silent" })

/** Starts the server; resolves when it accepts requests. Throws a Fault when it cannot. */
export const startServer = async (options: ServerOptions): Promise<RunningServer> => {
  const clock = options.clock ?? systemClock
  const runtime = compilePlan(options.plan, options.environment)
  mkdirSync(options.data, { recursive: true })
  const secrets = options.secrets ?? ((name: string) => process.env[name])
  const log = options.log ?? silent
  const metrics = createMetrics()
  const role = options.role ?? "all"
  const embedded = options.openStore ?? openSqliteStore
  let handle = notYet
  const listener = await listen((call) => handle(call), {
    port: options.port ?? 0,
    host: options.host ?? "127.0.0.1",
    trustedProxies: options.trustedProxies,
    onBug: (error) => log.error({ error: error instanceof Error ? error.stack : String(error) }, "a request failed for a reason of ours"),
    onAnswer: metrics.answered,
  })
  const url = `http://${options.host ?? "127.0.0.1"}:${listener.port}`
  const receives = role !== "worker"
  const onWaiting = (reason: string): void => log.warn({ waitsFor: "database", reason }, receives ? "waiting for the database: what arrives is kept here until then" : "not ready: waiting for the database")
  const opened = await openStore({ data: options.data, database: options.database, environment: options.environment, receives, clock, committed: metrics.committed, embedded, signal: options.signal, onWaiting }).catch(async (error: unknown) => {
    await listener.close()
    throw error
  })
  const { store } = opened
  const ledger = openLedger(options.data)
  const outside = clients(options)
  const canaries = createCanaries({ runtime, clock, secrets, ledger, store }, { send: outside.send, vendors: options.vendors ?? {} })
  const context: ServerContext = {
    runtime,
    canaries,
    webhooks: connectWebhooks(options.plan, options.vendors?.mollie),
    store,
    browse: opened.browse,
    clock,
    secrets,
    signals: createSignals(),
    metrics,
    log,
    ledger,
    alarms: createAlarms({
      ledger,
      clock,
      environment: options.environment,
      channels: Object.entries(options.plan.operations.channels).map(([id, config]) => ({ id, config, send: senderFor(config, () => secrets(config.secret)?.trim() || undefined, outside.sendGuarded) })),
      onTrouble: (channel, reason) => log.warn({ channel, reason }, "an alert could not be told; trying again"),
    }),
  }
  context.signals.onSignal((signal) => void (signal.type === "event" && metrics.event(signal.event, signal.source)))
  const delivery = role === "ingest" ? noDelivery : await startDelivery(context, options, outside)
  const processor = role === "ingest" ? noProcessor : startProcessor(context)
  const retention = role === "ingest" ? undefined : startRetention(context)
  const breakers = () => delivery.dispatchers.map(({ id, dispatcher }) => ({ destination: id, state: dispatcher.breaker(clock.now()) }))
  const backupAt = (): number | undefined => (opened.shared ? undefined : lastBackupAt(options.data))
  const operations = startOperations(context, { backupAt, database: opened.place, breakers, door: receives ? () => doorAt(options.host, url) : undefined })
  const wakeAll = (): void => (delivery.wakeAll(), processor.wake())
  const stopLooking = opened.shared ? every(clock, LOOK_FOR_WORK_MS, wakeAll) : () => undefined
  let draining = false
  const ops = openOps({
    context,
    data: options.data,
    token: options.adminToken,
    providerUrls: options.vendors ?? {},
    dashboard: options.dashboard,
    wakeAll,
    breakers,
    operations,
    url: () => url,
  })
  const stopWorking = async (): Promise<void> => {
    stopLooking()
    retention?.stop()
    await Promise.all([delivery.stop(), processor.stop()])
  }
  const closeReading = async (): Promise<void> => {
    ops.close()
    await operations.close()
    await context.browse.close()
    outside.close()
  }
  handle = router([
    ...(receives ? ingestRoutes(context, processor.wake) : []),
    ...probeRoutes(context, { isDraining: () => draining, spooled: opened.spooled, metrics: scrape(context, { breakers, backupAt, spooled: () => opened.spooled() ?? 0 }) }),
    ...ops.routes,
  ])
  const { environmentName, plan } = runtime
  context.log.info({ environment: environmentName, plan: plan.planDigest, node: process.version, sqlite: process.versions["sqlite"] }, "accepting requests")
  return {
    url,
    setupLink: ops.setupLink(),
    refused: opened.refused,
    close: async () => {
      draining = true
      context.log.info("draining")
      context.signals.close()
      await listener.close()
      await stopWorking()
      await closeReading()
      await store.close()
    },
  }
}

const ingestRoutes = (context: ServerContext, onWebhook: () => void) => {
  const cors = exactOrigins(context.runtime.environment.hosts)
  return [
    { method: "POST", path: "/collect", handle: collect(context, cors) },
    { method: "OPTIONS", path: "/collect", handle: (call: Parameters<typeof cors>[0]) => preflight(cors, call) },
    { method: "GET", path: "/g/collect", handle: gtagCollect(context, cors) },
    { method: "POST", path: "/g/collect", handle: gtagCollect(context, cors) },
    { method: "POST", path: "/mp/collect", handle: measurementProtocol(context) },
    { method: "POST", path: "/webhooks/:source", handle: receiveWebhook(context, onWebhook) },
  ]
}
const probeRoutes = (context: ServerContext, { metrics, ...state }: ServerState & { metrics: Handler }) => [
  { method: "GET", path: "/livez", handle: alive },
  { method: "GET", path: "/readyz", handle: readiness(context, state) },
  { method: "GET", path: "/metrics", handle: metrics },
]

/** Calls `run` again and again until the answer is called. */
const every = (clock: Clock, ms: number, run: () => void): (() => void) => {
  let cancel = (): void => undefined
  const loop = (): void => {
    cancel = clock.after(ms, () => (run(), loop()))
  }
  loop()
  return () => cancel()
}

/** Where this machine reaches its own door: an address that means "all of them" is none to call. */
const doorAt = (host: string | undefined, url: string): string => (host === "0.0.0.0" || host === "::" ? url.replace(host, host === "::" ? "[::1]" : "127.0.0.1") : url)

type Delivery = Awaited<ReturnType<typeof startDelivery>>
const noDelivery: Delivery = { dispatchers: [], wakeAll: () => undefined, stop: async () => undefined }
const noProcessor: ReturnType<typeof startProcessor> = { wake: () => undefined, stop: async () => undefined }

/** The way out: to vendors, and, never into our own network, to addresses that people wrote down. */
const clients = ({ allowPrivateAddresses, peerTimeoutMs }: ServerOptions): { send: HttpSend; sendGuarded: HttpSend; close(): void } => {
  const timing = peerTimeoutMs === undefined ? {} : { timeoutMs: peerTimeoutMs }
  const open = createHttpClient(timing)
  const closed = createHttpClient({ lookup: guardedLookup(), ...timing })
  return {
    send: open.send,
    sendGuarded: allowPrivateAddresses === true ? open.send : (request) => (literalForbidden(request.url) ? Promise.reject(new ForbiddenAddress("forbidden address")) : closed.send(request)),
    close: () => {
      open.close()
      closed.close()
    },
  }
}

const startDelivery = async (context: ServerContext, options: ServerOptions, { send, sendGuarded }: ReturnType<typeof clients>) => {
  const vendors: Partial<Record<DestinationType, string>> = options.vendors ?? {}
  const secretNamed = (name: string): string | undefined => context.secrets(name)?.trim() || undefined
  const world = (destination: ResolvedDestination) => (defaultUrl: string) => ({
    baseUrl: (vendors[destination.type] ?? defaultUrl).replace(/\/+$/, ""),
    secret: () => ("secret" in destination && destination.secret !== undefined ? secretNamed(destination.secret) : undefined),
    secretNamed,
    send,
    // Whoever starts the server may send it anywhere; a plan may not.
    sendGuarded: vendors[destination.type] === undefined ? sendGuarded : send,
    timeoutMs: options.peerTimeoutMs ?? TIMEOUT_MS,
    plan: context.runtime.plan,
    environment: context.runtime.environment,
    clock: context.clock,
  })
  const patience = { random: options.random ?? Math.random, waitsMs: options.retryWaitsMs ?? WAITS_MS, leaseMs: options.leaseMs ?? LEASE_MS }
  const targets = await Promise.all(Object.values(context.runtime.plan.destinations).map((destination) => connect(redirected(destination, vendors[destination.type]), world(destination))))
  const dispatchers = targets.flatMap((target) => (target === undefined ? [] : [{ id: target.id, dispatcher: startDispatcher(context, target, patience) }]))
  return {
    dispatchers,
    wakeAll: () => dispatchers.forEach(({ dispatcher }) => dispatcher.wake()),
    stop: async () => void (await Promise.all(dispatchers.map(({ dispatcher }) => dispatcher.stop()))),
  }
}

/** What `/metrics` answers: counters as they are, the store's figures looked up now. */
interface Looked {
  breakers(): { destination: string; state: BreakerState }[]
  backupAt(): number | undefined
  spooled(): number
}
const scrape = ({ metrics, store, clock, canaries }: ServerContext, { breakers, backupAt, spooled }: Looked): Handler => {
  const update = storeGauges(metrics.registry)
  const startedAt = clock.now()
  return async () => {
    const open = breakers().map(({ destination, state }) => ({ destination, open: state !== "closed" }))
    const now = clock.now()
    const depth = await store.depth().catch(() => undefined)
    update({ depth, canaryAges: depth && canaryAges(canaries.destinations, depth.canaries, startedAt, now), spooled: spooled(), broken: store.broken !== undefined, breakers: open, canaries: canaries.states(), backupAt: backupAt(), clockSkewMs: canaries.clockSkewMs(), now })
    return { status: 200, headers: { "content-type": metrics.registry.contentType }, body: await metrics.registry.metrics() }
  }
}
