import type { ContainerExport } from "@tagwright/formats"
import { makeContainer } from "./engine/container.ts"
import { errorText } from "./engine/evaluate.ts"
import { makePageState } from "./engine/page-state.ts"
import type { EventRecord } from "./engine/record.ts"
import type { Sent } from "./host/host.ts"
import { CookieJar } from "./host/cookie-jar.ts"
import { openDom } from "./host/dom-world.ts"
import { needsDocument } from "./host/needs-document.ts"
import { nodeHost } from "./host/node.ts"
import { requestRecord, type RequestRecord } from "./host/request-record.ts"
import { FIXED_START, VirtualTime } from "./host/virtual-time.ts"
import { isPlain } from "./data-layer/merge.ts"
import { runServerEvents } from "./server/run-server.ts"
import { compile } from "./program/compile.ts"
import type { Unsupported } from "./program/program.ts"
import { collectReports } from "./program/report.ts"
import { registerContainer } from "./page-globals.ts"
import { replay, type Push } from "./replay.ts"
import { WEB_TAGS } from "./tags/web.ts"
import { WEB_LISTENERS } from "./triggers/web.ts"
import { WEB_VARIABLES } from "./variables/web.ts"

export interface RunOptions {
  /** The page's address; its title and referrer when they matter. */
  page?: string | { url?: string; title?: string; referrer?: string; /** The page's markup, for variables that look at elements. */ html?: string }
  cookies?: Record<string, string>
  /** A consent default that stands before everything else. */
  consent?: Record<string, "granted" | "denied">
  /** ISO 3166 code of country or subdivision. */
  region?: string
  /** Where time starts; it passes only through timers. */
  clock?: { now: () => number }
  /** Adds the page's own gtm.js, gtm.dom and gtm.load (default), unless the pushes bring them. */
  lifecycle?: boolean
  dataLayerName?: string
  publicId?: string
  environment?: string
  preview?: boolean
  language?: string
  /** In [0, 1); a fixed sequence by default, so that a run gives the same result each time. */
  random?: () => number
  /** Called for each event instead of collecting `events`: for long runs. */
  onEvent?: (record: EventRecord) => void
  /** Records tell variables, messages and the data layer too. */
  detail?: boolean
  /** False leaves out `values` and `notFired`, which nobody reads in a bench. */
  explain?: boolean
}

export interface RunResult {
  events: EventRecord[]
  requests: RequestRecord[]
  unsupported: Unsupported[]
}

/** Default address of the page: a host that belongs to nobody. */
const DEFAULT_PAGE = "https://www.example.com/"

/** Runs an export offline on what a page pushes: which tag fires on which event with which values, and why not. */
export const run = (container: ContainerExport, pushes: readonly Push[], options: RunOptions = {}): RunResult => {
  const program = compile(container, options.publicId === undefined ? {} : { publicId: options.publicId })
  if (program.kind === "server") return runServerEvents(container, pushes.flatMap(asServerEvent), options.region === undefined ? {} : { region: options.region })
  const result: RunResult = { events: [], requests: [], unsupported: program.unsupported }
  const report = collectReports(result.unsupported)
  const time = new VirtualTime(options.clock?.now() ?? FIXED_START, (error) => report("container", program.publicId, `an uncaught error: ${errorText(error)}`))
  const page = { url: DEFAULT_PAGE, referrer: "", title: "", html: undefined, ...(typeof options.page === "string" ? { url: options.page } : options.page) }
  const jar = new CookieJar(options.cookies ?? {}, () => time.now())
  const random = options.random ?? seeded()
  const send = (sent: Sent): void => void result.requests.push(requestRecord(sent))
  const running: { cause: string[] } = { cause: [] }
  const dom = page.html !== undefined || needsDocument(program) ? openDom({ ...page, jar, time, random, send, cause: () => running.cause }) : undefined
  const host = nodeHost({
    ...page, jar, region: options.region ?? "", environment: options.environment ?? "", preview: options.preview ?? false, language: options.language ?? "en-US",
    time, random, window: dom?.window, evaluate: dom?.evaluate, send, running,
  })
  const state = makePageState(host)
  const record = options.onEvent ?? ((one: EventRecord) => void result.events.push(one))
  const layerName = options.dataLayerName ?? "dataLayer"
  const made = makeContainer({
    program, host, page: state, report, layerName, detail: options.detail === true, abilities: { variables: WEB_VARIABLES, tags: WEB_TAGS, listeners: WEB_LISTENERS },
    ...(options.explain === false && options.onEvent === undefined ? {} : { record }),
  })
  registerContainer(host, program.publicId, made)
  replay({ container: made, host, time, pushes, layerName, consent: options.consent, lifecycle: options.lifecycle ?? true, report })
  state.google.flush()
  for (const event of state.google.unheard()) report("tag", event.tag ?? event.name, `event "${event.name}" waits for a Google tag with id ${event.to.join(", ") || "(any)"} that was never loaded`)
  return result
}

/** In a server container a push stands for an event some client made of a request. */
const asServerEvent = (push: Push): Record<string, unknown>[] =>
  isPlain(push) && push["event"] !== undefined ? [{ event_name: push["event"], ...push }] : []

/** A small linear generator: the same numbers on every run (Numerical Recipes' constants). */
const seeded = (): (() => number) => {
  let state = 42
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state / 2 ** 32
  }
}
