import { mkdirSync } from "node:fs"
import { pino, type Logger } from "pino"
import type { DestinationType, ResolvedDestination, ServerPlan } from "@tagwright/formats"
import { systemClock, type Clock } from "./clock.ts"
import type { ServerContext } from "./context.ts"
import type { BreakerState } from "./delivery/breaker.ts"
import { startDispatcher } from "./delivery/dispatcher.ts"
import { ForbiddenAddress, guardedLookup, literalForbidden } from "./delivery/guarded-lookup.ts"
import { createHttpClient, type HttpSend } from "./delivery/http-client.ts"
import { WAITS_MS } from "./delivery/schedule.ts"
import { connect } from "./destinations/index.ts"
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
import { openLedger } from "./operations/ledger.ts"
import { startOperations } from "./operations/start-operations.ts"
import { openOps, type DashboardOptions } from "./ops/start-ops.ts"
import { createMetrics, storeGauges } from "./ops/metrics.ts"
import { readiness } from "./ops/probes.ts"
import { createSignals } from "./ops/signals.ts"
import { compilePlan } from "./plan/runtime.ts"
import { openBrowse } from "./store/sqlite/browse/browse.ts"
import { databaseFile, openSqliteStore } from "./store/sqlite/store.ts"
import { startRetention } from "./privacy/retention.ts"
import { startProcessor } from "./webhooks/processor.ts"
import { connectWebhooks } from "./webhooks/providers.ts"

/** Types of destination whose vendor has one address, which tests and proxies replace. */
export type Vendor = Extract<DestinationType, "ga4" | "meta" | "google-ads" | "linkedin" | "tiktok" | "hubspot" | "mailerlite" | "pipedrive" | "files" | "bigquery"> | "stripe"

export interface ServerOptions {
  plan: ServerPlan
  environment: string
  /** Folder of the database; belongs to this environment alone */
  data: string
  /** 0: any free one */
  port?: number
  host?: string
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
  /** Tests deliver to loopback addresses; a real server never does */
  allowPrivateAddresses?: boolean
}

export interface RunningServer {
  url: string
  /** Where the first account is made, while there is none; the link works once, for a day */
  setupLink: string | undefined
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
  const store = await openSqliteStore(options.data, options.environment, clock.now())
  const ledger = openLedger(options.data)
  const outside = clients(options.allowPrivateAddresses === true)
  const context: ServerContext = {
    runtime,
    webhooks: connectWebhooks(options.plan),
    store,
    browse: openBrowse(databaseFile(options.data)),
    clock,
    secrets,
    signals: createSignals(),
    metrics: createMetrics(),
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
  context.signals.onSignal((signal) => void (signal.type === "event" && context.metrics.event(signal.event, signal.source)))
  const delivery = await startDelivery(context, options, outside)
  const processor = startProcessor(context)
  const retention = startRetention(context)
  const breakers = () => delivery.dispatchers.map(({ id, dispatcher }) => ({ destination: id, state: dispatcher.breaker(clock.now()) }))
  const operations = startOperations(context, { data: options.data, breakers, send: outside.send, vendors: options.vendors ?? {} })
  let draining = false
  let url = ""
  const ops = openOps({
    context,
    data: options.data,
    token: options.adminToken,
    stripeUrl: options.vendors?.stripe,
    dashboard: options.dashboard,
    wakeAll: () => (delivery.wakeAll(), processor.wake()),
    breakers,
    operations,
    url: () => url,
  })
  const closeReading = async (): Promise<void> => {
    ops.close()
    await operations.close()
    await context.browse.close()
    outside.close()
  }
  const handle = router([...routesOf(context, { isDraining: () => draining, onWebhook: processor.wake, metrics: scrape(context, breakers, operations.canaries.states) }), ...ops.routes])
  const listener = await listen(handle, {
    port: options.port ?? 0,
    host: options.host ?? "127.0.0.1",
    onAnswer: context.metrics.answered,
    onBug: (error) => context.log.error({ error: error instanceof Error ? error.stack : String(error) }, "a request failed for a reason of ours"),
  }).catch(async (error: unknown) => {
    retention.stop()
    await Promise.all([delivery.stop(), processor.stop()])
    await closeReading()
    await store.close()
    throw error
  })
  url = `http://${options.host ?? "127.0.0.1"}:${listener.port}`
  return {
    url,
    setupLink: ops.setupLink(),
    close: async () => {
      draining = true
      context.signals.close()
      retention.stop()
      await listener.close()
      await Promise.all([delivery.stop(), processor.stop()])
      await closeReading()
      await store.close()
    },
  }
}

interface Controls {
  isDraining(): boolean
  onWebhook(): void
  metrics: Handler
}

const routesOf = (context: ServerContext, controls: Controls) => {
  const cors = exactOrigins(context.runtime.environment.hosts)
  const ready = readiness(context, controls.isDraining)
  return [
    { method: "POST", path: "/collect", handle: collect(context, cors) },
    { method: "OPTIONS", path: "/collect", handle: (call: Parameters<typeof cors>[0]) => preflight(cors, call) },
    { method: "GET", path: "/g/collect", handle: gtagCollect(context, cors) },
    { method: "POST", path: "/g/collect", handle: gtagCollect(context, cors) },
    { method: "POST", path: "/mp/collect", handle: measurementProtocol(context) },
    { method: "POST", path: "/webhooks/:source", handle: receiveWebhook(context, controls.onWebhook) },
    { method: "GET", path: "/livez", handle: () => ({ status: 200, body: "alive\n" }) },
    { method: "GET", path: "/readyz", handle: ready },
    { method: "GET", path: "/metrics", handle: controls.metrics },
  ]
}

/** The way out: to vendors, and, never into our own network, to addresses that people wrote down. */
const clients = (allowPrivate: boolean): { send: HttpSend; sendGuarded: HttpSend; close(): void } => {
  const open = createHttpClient()
  const closed = createHttpClient({ lookup: guardedLookup() })
  return {
    send: open.send,
    sendGuarded: allowPrivate ? open.send : (request) => (literalForbidden(request.url) ? Promise.reject(new ForbiddenAddress("forbidden address")) : closed.send(request)),
    close: () => {
      open.close()
      closed.close()
    },
  }
}

const startDelivery = async (context: ServerContext, options: ServerOptions, { send, sendGuarded }: ReturnType<typeof clients>) => {
  const vendors: Partial<Record<DestinationType, string>> = options.vendors ?? {}
  const world = (destination: ResolvedDestination) => (defaultUrl: string) => ({
    baseUrl: (vendors[destination.type] ?? defaultUrl).replace(/\/+$/, ""),
    secret: () => ("secret" in destination && destination.secret !== undefined ? context.secrets(destination.secret)?.trim() || undefined : undefined),
    send,
    sendGuarded,
    plan: context.runtime.plan,
    after: context.clock.after,
  })
  const patience = { random: options.random ?? Math.random, waitsMs: options.retryWaitsMs ?? WAITS_MS }
  const targets = await Promise.all(Object.values(context.runtime.plan.destinations).map((destination) => connect(destination, world(destination))))
  const dispatchers = targets.flatMap((target) => (target === undefined ? [] : [{ id: target.id, dispatcher: startDispatcher(context, target, patience) }]))
  return {
    dispatchers,
    wakeAll: () => dispatchers.forEach(({ dispatcher }) => dispatcher.wake()),
    stop: async () => void (await Promise.all(dispatchers.map(({ dispatcher }) => dispatcher.stop()))),
  }
}

/** What `/metrics` answers: counters as they are, the store's figures looked up now. */
const scrape = ({ metrics, store, clock }: ServerContext, breakers: () => { destination: string; state: BreakerState }[], canaries: () => { destination: string; ok: boolean }[]): Handler => {
  const update = storeGauges(metrics.registry)
  return async () => {
    const open = breakers().map(({ destination, state }) => ({ destination, open: state !== "closed" }))
    update({ depth: await store.depth(), broken: store.broken !== undefined, breakers: open, canaries: canaries(), now: clock.now() })
    return { status: 200, headers: { "content-type": metrics.registry.contentType }, body: await metrics.registry.metrics() }
  }
}
