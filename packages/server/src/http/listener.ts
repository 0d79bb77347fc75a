import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http"
import type { AddressInfo } from "node:net"
import { Fault } from "@tagwright/formats"
import { errorAnswer, HttpError, type Answer, type Call, type Handler } from "./answer.ts"
import { readBody } from "./body.ts"
import { peerReader } from "./peer.ts"

/** A sender slower than this is an attack or gone; vendors' own limits are 3 to 60 s. */
const REQUEST_MS = 30_000
const HEADERS_MS = 10_000
/** Longer than usual proxies keep theirs (60 s), so that they never write into a connection we just closed. */
const KEEP_ALIVE_MS = 65_000

/** What a sender is asked to wait while our disk is in trouble. */
const RETRY_AFTER_S = 30

type PeerOf = ReturnType<typeof peerReader>
const callOf = (request: IncomingMessage, peerOf: PeerOf): Call => {
  const url = request.url ?? "/"
  const at = url.indexOf("?")
  return {
    method: request.method ?? "GET",
    path: at < 0 ? url : url.slice(0, at),
    search: at < 0 ? "" : url.slice(at + 1),
    headers: request.headers,
    peer: peerOf(request.socket.remoteAddress ?? "", request.headers["x-forwarded-for"]?.toString()),
    body: (cap) => readBody(request, cap),
  }
}

const send = (response: ServerResponse, answer: Answer): void => {
  if (answer.stream !== undefined) return answer.stream(response)
  const { status, headers, body = "" } = answer
  // A known length spares the chunks: head and body leave in one write.
  response.writeHead(status, { ...headers, "content-length": Buffer.byteLength(body) })
  response.end(body)
}

export interface Listener {
  port: number
  /** Stops accepting, lets running requests end, then closes; a request that never ends is cut off after 30 s. */
  close(): Promise<void>
}

/** `onBug` gets what nobody foresaw; the caller only learns 500. */
export const listen = async (handle: Handler, options: { port: number; host: string; trustedProxies?: readonly string[] | undefined; onBug: (error: unknown) => void; onAnswer?: (path: string, status: number) => void }): Promise<Listener> => {
  let closing = false
  const peerOf = peerReader(options.trustedProxies ?? [])
  const server = createServer({ requestTimeout: REQUEST_MS, headersTimeout: HEADERS_MS, keepAliveTimeout: KEEP_ALIVE_MS })
  server.on("request", async (request, response) => {
    // A kept connection would hold up the end of the server.
    if (closing) response.shouldKeepAlive = false
    const call = callOf(request, peerOf)
    try {
      const answer = await handle(call)
      options.onAnswer?.(call.path, answer.status)
      send(response, answer)
    } catch (error) {
      const known = error instanceof HttpError ? error : error instanceof Fault ? new HttpError(503, "storage_failed", RETRY_AFTER_S) : undefined
      if (known === undefined) options.onBug(error)
      // An unread body would be taken for the next request of the connection.
      if (!request.complete) response.shouldKeepAlive = false
      const refusal = known ?? new HttpError(500, "bug")
      options.onAnswer?.(call.path, refusal.status)
      send(response, errorAnswer(refusal))
    }
  })
  const port = await bind(server, options)
  return {
    port,
    close: () =>
      new Promise((resolve) => {
        closing = true
        const last = setTimeout(() => server.closeAllConnections(), REQUEST_MS)
        server.close(() => {
          clearTimeout(last)
          resolve()
        })
        server.closeIdleConnections()
      }),
  }
}

const bind = (server: Server, { port, host }: { port: number; host: string }): Promise<number> =>
  new Promise((resolve, reject) => {
    server.once("error", (error) =>
      reject(new Fault("caller", `cannot listen on ${host}:${port} (${"code" in error ? String(error.code) : "unknown"})`, "Give another --port")),
    )
    server.listen(port, host, () => {
      const address: AddressInfo | string | null = server.address()
      resolve(address !== null && typeof address === "object" ? address.port : port)
    })
  })
