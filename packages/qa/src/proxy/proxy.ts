import { getLocal, type CompletedRequest } from "mockttp"
import type { CategoryChoice } from "@tagwright/formats"
import type { HookNote } from "../page/hook.ts"
import type { Answer, Ask } from "./answer.ts"
import { isBrowserOwn } from "./browser-own.ts"
import type { Authority } from "./certificate.ts"

/** Where the hook in the page posts to. On the site's own origin, so that no policy of the site stands in its way. */
export const hookPath = "/__tagwright/notes"
const fencePath = "/__tagwright/fence"

/** A request as it arrived, with where the journey stood at that moment. */
export interface Seen {
  order: number
  /** Milliseconds since 1970 */
  at: number
  step: number
  method: string
  url: URL
  headers: Readonly<Record<string, string>>
  body: string
  choice?: CategoryChoice
  status: number | "dropped"
  answeredAt?: number
  answer?: { headers: Record<string, string | string[]>; bytes: number }
}
export interface SeenNote extends HookNote {
  step: number
  order: number
}

export interface ProxyOptions {
  authority: Authority
  answer(ask: Ask): Answer | Promise<Answer>
  /** Adds `Sec-GPC: 1` to every request, as a browser with Global Privacy Control does */
  gpc?: boolean
  /** Where web sockets to this host are passed on to; every other one is closed */
  webSockets?: { host: string; to: string }
  clock?: () => number
}

/** The recording proxy of one browser session: the ground truth for what was sent. */
export interface Proxy {
  port: number
  seen: readonly Seen[]
  notes: readonly SeenNote[]
  /** Hosts the browser called by itself and was refused */
  browserOwn: ReadonlySet<string>
  /** From now on, what arrives belongs to this step and was sent under this choice. */
  mark(at: { step: number; choice?: CategoryChoice }): void
  /** Requests that were not answered yet */
  inFlight(): number
  /** Resolves at the next change: a request came, was answered, or a note came. */
  changed(): Promise<void>
  close(): Promise<void>
}

const plainHeaders = (request: CompletedRequest): Record<string, string> =>
  Object.fromEntries(Object.entries(request.headers).flatMap(([name, value]) => (value === undefined ? [] : [[name.toLowerCase(), Array.isArray(value) ? value.join(", ") : value]])))

const parseNotes = (body: Buffer): HookNote[] => {
  const value: unknown = JSON.parse(body.toString("utf8"))
  return Array.isArray(value) ? value : []
}

export const startProxy = async (options: ProxyOptions): Promise<Proxy> => {
  const { authority, clock = Date.now } = options
  const seen: Seen[] = []
  const notes: SeenNote[] = []
  const browserOwn = new Set<string>()
  let at: { step: number; choice?: CategoryChoice } = { step: -1 }
  let inFlight = 0
  let order = 0
  let wake = Promise.withResolvers<void>()
  const changed = () => {
    const waiting = wake
    wake = Promise.withResolvers<void>()
    waiting.resolve()
  }

  const answerOwn = (ask: Ask): Answer | undefined => {
    if (isBrowserOwn(ask.url.hostname)) {
      browserOwn.add(ask.url.hostname)
      return "drop"
    }
    if (ask.url.pathname === fencePath) return { status: 204 }
    if (ask.url.pathname !== hookPath) return undefined
    for (const note of parseNotes(ask.body)) notes.push({ ...note, step: at.step, order: order++ })
    return { status: 204 }
  }

  const record = (ask: Ask): Seen => {
    const entry: Seen = {
      order: order++,
      at: clock(),
      step: at.step,
      method: ask.method,
      url: ask.url,
      headers: ask.headers,
      body: ask.body.toString("utf8"),
      ...(at.choice === undefined ? {} : { choice: at.choice }),
      status: "dropped",
    }
    seen.push(entry)
    return entry
  }

  const answer = async (ask: Ask): Promise<Answer> => {
    const own = answerOwn(ask)
    if (own !== undefined) return own
    const entry = record(ask)
    const given = await options.answer(ask)
    entry.answeredAt = clock()
    if (given !== "drop") {
      entry.status = given.status
      entry.answer = { headers: given.headers ?? {}, bytes: Buffer.byteLength(given.body ?? "") }
    }
    return given
  }

  const server = getLocal({ https: { key: authority.key, cert: authority.cert }, cors: false, recordTraffic: false, suggestChanges: false })
  await server.start()
  const { webSockets } = options
  // A development server reloads its page without end when its socket is refused.
  if (webSockets !== undefined) await server.forAnyWebSocket().forHostname(webSockets.host).always().thenForwardTo(webSockets.to)
  await server.forAnyWebSocket().always().thenCloseConnection()
  await server.forAnyRequest().always().thenCallback(async (request) => {
    inFlight += 1
    changed()
    try {
      const headers = { ...plainHeaders(request), ...(options.gpc === true ? { "sec-gpc": "1" } : {}) }
      const given = await answer({ method: request.method, url: new URL(request.url), headers, body: (await request.body.getDecodedBuffer()) ?? Buffer.alloc(0) })
      return given === "drop" ? "close" : { statusCode: given.status, headers: given.headers ?? {}, ...(given.body === undefined ? {} : { body: given.body }) }
    } finally {
      inFlight -= 1
      changed()
    }
  })
  return {
    port: server.port,
    seen,
    notes,
    browserOwn,
    mark: (next) => (at = next),
    inFlight: () => inFlight,
    changed: () => wake.promise,
    close: () => server.stop(),
  }
}
