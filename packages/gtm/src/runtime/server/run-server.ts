import type { ContainerExport } from "@tagwright/formats"
import { errorText, makeEvaluator } from "../engine/evaluate.ts"
import type { Frame, ServerRequestState } from "../engine/frame.ts"
import { DataLayerModel } from "../data-layer/model.ts"
import { startOrder } from "../engine/order.ts"
import { makePageState } from "../engine/page-state.ts"
import { processEvent } from "../engine/process-event.ts"
import type { EventRecord } from "../engine/record.ts"
import { resolve } from "../engine/resolve.ts"
import { TagRuns } from "../engine/run-tags.ts"
import type { Abilities, Runtime } from "../engine/runtime.ts"
import { CookieJar } from "../host/cookie-jar.ts"
import { nodeHost } from "../host/node.ts"
import { requestRecord, type RequestRecord } from "../host/request-record.ts"
import { FIXED_START, VirtualTime } from "../host/virtual-time.ts"
import { compile } from "../program/compile.ts"
import type { Unsupported } from "../program/program.ts"
import { collectReports } from "../program/report.ts"
import type { Answer } from "./apis.ts"
import type { EventData } from "./event-data.ts"
import { claim } from "./claim.ts"
import { SERVER_TAGS } from "./tags.ts"
import { answerOf } from "./templates.ts"
import { transform } from "./transformations.ts"
import { SERVER_VARIABLES } from "./variables.ts"

/** A request as it arrives at the server container. */
export interface IncomingRequest {
  /** Path and query, or a whole address. */
  url: string
  method?: string
  headers?: Record<string, string>
  body?: string
  ip?: string
}

export interface ServerRunResult {
  /** Per incoming request: who claimed it, what its events did, what was answered. */
  incoming: { url: string; client: string | undefined; events: EventRecord[]; response: Answer }[]
  requests: RequestRecord[]
  unsupported: Unsupported[]
}

export interface ServerRunOptions {
  clock?: { now: () => number }
  region?: string
}

const DEFAULT_ORIGIN = "https://server.example"
/** Time given to tags of one request to come to an end. */
const SETTLE_MS = 10_000

/** Runs a server container offline: requests in, clients claim, transformations, triggers, tags, requests out. */
export const runServer = (container: ContainerExport, incoming: readonly IncomingRequest[], options: ServerRunOptions = {}): ServerRunResult => {
  const server = openServer(container, options)
  return { incoming: incoming.map((one) => server.serve(one)), requests: server.requests, unsupported: server.unsupported }
}

/** Runs events through a server container's triggers and tags as if a client had made them of a request. */
export const runServerEvents = (container: ContainerExport, events: readonly EventData[], options: ServerRunOptions = {}): Omit<ServerRunResult, "incoming"> & { events: EventRecord[] } => {
  const server = openServer(container, options)
  const request = toState({ url: "/" })
  return { events: events.flatMap((data, index) => server.process(request, data, index)), requests: server.requests, unsupported: server.unsupported }
}

const openServer = (container: ContainerExport, options: ServerRunOptions) => {
  const program = compile(container)
  const result: Omit<ServerRunResult, "incoming"> = { requests: [], unsupported: program.unsupported }
  const report = collectReports(result.unsupported)
  const time = new VirtualTime(options.clock?.now() ?? FIXED_START, (error) => report("container", program.publicId, `an uncaught error: ${errorText(error)}`))
  let seed = 0.5
  const host = nodeHost({
    url: DEFAULT_ORIGIN, referrer: "", title: "", jar: new CookieJar({}, () => time.now()), region: options.region ?? "", environment: "", preview: false, language: "en-US", time,
    random: () => (seed = (seed * 16_807) % 1 || 0.5), window: undefined, evaluate: undefined, running: { cause: [] },
    send: (sent) => void result.requests.push(requestRecord(sent)),
  })
  const page = makePageState(host)
  const evaluate = makeEvaluator(SERVER_VARIABLES)
  const runtime: Runtime = {
    program, host, report, model: new DataLayerModel(), consent: page.consent, google: page.google, layerName: "", hold: () => 0, push: () => true,
    resolve: (expr, frame) => resolve(expr, frame, runtime),
    variable: (index, frame) => {
      const variable = program.variables[index]
      return variable === undefined ? undefined : evaluate(variable, frame, runtime)
    },
  }
  const abilities: Abilities = { variables: SERVER_VARIABLES, tags: SERVER_TAGS, listeners: {} }
  const order = startOrder(program, runtime)
  return { serve, process, ...result }

  /** Triggers see the event as it came; each tag sees it after the transformations that concern it. */
  function process(request: ServerRequestState, data: EventData, index: number): EventRecord[] {
    const events: EventRecord[] = []
    const runs = new TagRuns(runtime, abilities, () => undefined, (tag, frame) => ({ ...frame, message: transform(tag, frame, runtime) }))
    const record = (one: EventRecord): void => void events.push(one)
    processEvent({ ...frameOf(request, data, index), met: [] }, { runtime, runs, order, record, passed: () => {}, startListeners: () => {}, pending: new Set() })
    time.advance(SETTLE_MS)
    return events
  }

  function serve(one: IncomingRequest): ServerRunResult["incoming"][number] {
    const request = toState(one)
    const asked = frameOf(request, {}, -1)
    const claimed = claim(request, asked, runtime)
    const events: EventRecord[] = []
    request.client = claimed?.client ?? ""
    for (const [index, event] of (claimed?.events ?? []).entries()) {
      events.push(...process(request, event.data, index))
      event.done()
    }
    if (claimed === undefined) report("container", program.publicId, `no client claims ${request.method} ${request.path}`)
    return { url: one.url, client: claimed?.client, events, response: answerOf(asked) }
  }

  function frameOf(request: ServerRequestState, data: Record<string, unknown>, index: number): Frame {
    return {
      index, id: page.nextEventId(), name: String(data["event_name"] ?? ""), message: data, auto: {}, ecommerce: undefined, eventModel: undefined,
      conditions: new Uint8Array(program.conditions.length), callbacks: [], request,
    }
  }
}

const toState = (one: IncomingRequest): ServerRequestState => {
  const url = new URL(one.url, DEFAULT_ORIGIN)
  const headers = Object.fromEntries(Object.entries(one.headers ?? {}).map(([name, value]) => [name.toLowerCase(), value]))
  return { client: "", method: (one.method ?? (one.body === undefined ? "GET" : "POST")).toUpperCase(), path: url.pathname, query: url.search.replace(/^\?/, ""), headers, body: one.body, ip: one.ip ?? "203.0.113.1" }
}
