import type { LookupFunction } from "node:net"
import { Agent, buildConnector, errors, type Dispatcher } from "undici"
import type { PeerAnswer } from "./outcome.ts"

export interface OutgoingRequest {
  method: "POST" | "GET" | "PUT" | "PATCH" | "DELETE"
  url: string
  headers?: Record<string, string>
  body?: string | Uint8Array
}
/** Sends one request. Rejects on connection errors and timeouts; follows no redirect. */
export type HttpSend = (request: OutgoingRequest) => Promise<PeerAnswer>

/** Standard Webhooks: a receiver has 15 to 30 s. */
export const TIMEOUT_MS = 15_000
/** How much of an answer is kept for a dead letter. */
export const MOST_ANSWER_BYTES = 50 * 1024

export class PeerTimeout extends Error {}
/** The connection ended without an answer. */
class ConnectionReset extends Error {
  readonly code = "ECONNRESET"
}

/**
 * Ends of connections that had served before. A peer closes a connection that was idle (Node's servers after 5 s, when our first
 * retry is due) just as we write into it. That says nothing about the peer's health, and the schedule would wait 5 minutes: the same
 * request, under the same event id, goes out once more at once.
 */
type StaleEnds = WeakSet<Error>
/** undici tells an end without an error, and a connection that nobody answers, in its own words. */
const plainly = (error: Error, stale: StaleEnds): Error => {
  if (error instanceof errors.ConnectTimeoutError) return new PeerTimeout("timeout")
  if (!(error instanceof errors.SocketError)) return error
  const reset = new ConnectionReset(error.message)
  if ((error.socket?.bytesRead ?? 0) > 0) stale.add(reset)
  return reset
}

type Headers = Record<string, string | string[] | undefined>
const single = (value: string | string[] | undefined): string | undefined => (Array.isArray(value) ? value[0] : value)
/** Rate limit headers, however a vendor spells them */
const LIMIT_HEADER = /rate-?limit/
const limitsIn = (headers: Headers): Record<string, string> => {
  const limits: Record<string, string> = {}
  for (const name in headers) {
    const value = headers[name]
    if (typeof value === "string" && LIMIT_HEADER.test(name)) limits[name] = value
  }
  return limits
}

/** One exchange, from the request to the last byte of its answer, within `ms`: a peer that drips bytes must not hold a worker. */
class Exchange implements Dispatcher.DispatchHandler {
  readonly #resolve: (answer: PeerAnswer) => void
  readonly #reject: (error: Error) => void
  readonly #timer: NodeJS.Timeout
  readonly #chunks: Buffer[] = []
  #controller: Dispatcher.DispatchController | undefined
  #size = 0
  #status = 0
  #headers: Headers = {}
  #isOver = false
  constructor(ms: number, resolve: (answer: PeerAnswer) => void, reject: (error: Error) => void) {
    this.#resolve = resolve
    this.#reject = reject
    this.#timer = setTimeout(() => this.#giveUp(new PeerTimeout("timeout")), ms)
  }
  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.#controller = controller
    // The connection came too late.
    if (this.#isOver) controller.abort(new PeerTimeout("timeout"))
  }
  onResponseStart(_: Dispatcher.DispatchController, status: number, headers: Headers): void {
    this.#status = status
    this.#headers = headers
  }
  onResponseData(_: Dispatcher.DispatchController, chunk: Buffer): void {
    if (this.#size < MOST_ANSWER_BYTES) this.#chunks.push(chunk.subarray(0, MOST_ANSWER_BYTES - this.#size))
    this.#size += chunk.length
  }
  onResponseEnd(): void {
    this.#end()
    const headers = this.#headers
    this.#resolve({ status: this.#status, retryAfter: single(headers["retry-after"]), date: single(headers["date"]), body: Buffer.concat(this.#chunks).toString(), limits: limitsIn(headers) })
  }
  onResponseError(_: Dispatcher.DispatchController | undefined, error: Error): void {
    this.#end()
    this.#reject(error)
  }
  #giveUp(error: Error): void {
    this.#end()
    this.#controller?.abort(error)
    this.#reject(error)
  }
  #end(): void {
    this.#isOver = true
    clearTimeout(this.#timer)
  }
}

export interface HttpClientOptions {
  /** Decides which addresses may be talked to */
  lookup?: LookupFunction
  timeoutMs?: number
  /** Connections per peer; default 16 */
  connections?: number
  /** Milliseconds that only ever grow */
  now?: () => number
}

/** A client with its own connection pool. */
export const createHttpClient = (options: HttpClientOptions = {}): { send: HttpSend; close(): void } => {
  const { timeoutMs = TIMEOUT_MS, now = () => performance.now() } = options
  const stale: StaleEnds = new WeakSet()
  // HTTP/1.1 alone, as every vendor speaks it: there an end of the connection means what `StaleEnds` says.
  const allowH2 = false
  const open = buildConnector({ timeout: timeoutMs, allowH2, ...(options.lookup && { lookup: options.lookup }) })
  const connect: typeof open = (wanted, done) =>
    open(wanted, (...result) => {
      const [, socket] = result
      socket?.prependListener("error", (error: Error) => void (socket.bytesRead > 0 && stale.add(error)))
      done(...result)
    })
  // Each exchange has its own limit for the whole of it.
  const common = { connect, allowH2, headersTimeout: 0, bodyTimeout: 0, connections: options.connections ?? 16 }
  const kept = new Agent({ ...common, pipelining: 1 })
  /** Pipelining 0: a connection for one request. */
  const fresh = new Agent({ ...common, pipelining: 0 })
  const exchange = (agent: Agent, { method, url, headers = {}, body }: OutgoingRequest, deadline: number): Promise<PeerAnswer> =>
    new Promise((resolve, reject) => {
      const { origin, pathname, search } = new URL(url)
      agent.dispatch({ origin, path: pathname + search, method, headers, body: body ?? null }, new Exchange(deadline - now(), resolve, (error) => reject(plainly(error, stale))))
    })
  const send: HttpSend = async (request) => {
    const deadline = now() + timeoutMs
    try {
      return await exchange(kept, request, deadline)
    } catch (error) {
      if (!(error instanceof Error) || !stale.has(error)) throw error
      // A process that stood still meanwhile may have lost its lease, and another one has sent it.
      if (now() >= deadline) throw new PeerTimeout("timeout")
      return exchange(fresh, request, deadline)
    }
  }
  return {
    send,
    close: () => {
      void kept.destroy()
      void fresh.destroy()
    },
  }
}
