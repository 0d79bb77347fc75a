import { createServer, type IncomingMessage, type ServerResponse } from "node:http"
import type { Ledger, Peer } from "../ledger.ts"
import { parseJson } from "../json.ts"
import { findRoute, type Call, type Handler, type Reply, type Routes } from "./route.ts"

/** A status to answer with, alone or with headers of its own; a connection cut without an answer, or held without one. */
export type Fault = number | "hang up" | "hang" | { status: number; headers: Record<string, string> }

export interface StandIn {
  vendor: Peer
  routes: Routes
  /** What the vendor says to a path it does not have */
  missing: Handler
  /** What the vendor says when it is down or throttling */
  faulty?: (status: number) => Reply
}
export interface World {
  ledger: Ledger
  /** Milliseconds since 1970 */
  clock: () => number
  /** The next fault ordered for a vendor */
  nextFault: (vendor: Peer) => Fault | undefined
}

/** No vendor takes more; a test that sends more has gone wrong. */
const MOST_BYTES = 5_000_000

const read = async (request: IncomingMessage): Promise<Buffer> => {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of request) {
    size += chunk.length
    if (size > MOST_BYTES) throw new Error(`more than ${MOST_BYTES} bytes`)
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}

const bodyOf = (type: string | undefined, text: string): unknown =>
  type?.startsWith("application/x-www-form-urlencoded") ? Object.fromEntries(new URLSearchParams(text)) : parseJson(text)

const callOf = async (request: IncomingMessage): Promise<Call> => {
  const url = new URL(request.url ?? "/", "http://stand-in")
  const bytes = await read(request)
  const text = bytes.toString("utf8")
  const headers = Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name, Array.isArray(value) ? value.join(", ") : value]))
  return { method: request.method ?? "GET", path: url.pathname, params: {}, query: url.searchParams, headers, text, bytes, body: bodyOf(headers["content-type"], text) }
}

const send = (response: ServerResponse, { status, body, headers }: Reply): void => {
  const isPage = typeof body === "string"
  response.writeHead(status, { ...(body !== undefined && { "content-type": isPage ? "text/html; charset=utf-8" : "application/json" }), ...headers })
  response.end(body === undefined ? "" : isPage ? body : JSON.stringify(body))
}

/** Files that are no text are counted, not kept. */
const isReadable = ({ text, bytes }: Call): boolean => Buffer.from(text).equals(bytes)

const answer = async (standIn: StandIn, world: World, request: IncomingMessage, response: ServerResponse): Promise<void> => {
  const call = await callOf(request)
  const entry = { at: world.clock(), vendor: standIn.vendor, method: call.method, path: request.url ?? "/", body: call.body ?? (isReadable(call) ? call.text : `[${call.bytes.length} bytes]`) }
  const fault = world.nextFault(standIn.vendor)
  if (fault !== undefined) {
    const { status, headers } = typeof fault === "object" ? fault : { status: typeof fault === "number" ? fault : 0, headers: {} }
    world.ledger.add({ ...entry, status, verdict: "made to fail", problems: [] })
    if (fault === "hang") return
    if (status === 0) return void request.socket.destroy()
    const reply = standIn.faulty?.(status) ?? { status }
    send(response, { ...reply, headers: { ...reply.headers, ...headers } })
    return
  }
  const found = findRoute(standIn.routes, call.method, call.path)
  const reply = await (found?.handler ?? standIn.missing)({ ...call, params: found?.params ?? {} })
  const problems = reply.problems ?? []
  world.ledger.add({ ...entry, status: reply.status, verdict: reply.status >= 400 || problems.length > 0 ? "rejected" : "accepted", problems })
  send(response, reply)
}

export interface Served {
  url: string
  /** Nobody listens: connections are refused, those that are open are cut */
  leave(): Promise<void>
  /** Listens again, at the same address */
  comeBack(): Promise<void>
  close(): Promise<void>
}

/** Opens a stand-in on a free port of this machine. A mistake of its own is answered 599, which no vendor uses. */
export const serve = async (standIn: StandIn, world: World): Promise<Served> => {
  const server = createServer((request, response) => {
    answer(standIn, world, request, response).catch((error: unknown) => {
      if (response.headersSent) response.destroy()
      else send(response, { status: 599, body: { stand_in_failed: error instanceof Error ? error.message : String(error) } })
    })
  })
  const listen = (port: number): Promise<void> => new Promise((done, fail) => server.once("error", fail).listen(port, "127.0.0.1", done))
  await listen(0)
  const address = server.address()
  if (address === null || typeof address === "string") throw new Error("a stand-in got no port")
  const close = (): Promise<void> =>
    new Promise((done) => {
      server.close(() => done())
      server.closeAllConnections()
    })
  return { url: `http://127.0.0.1:${address.port}`, leave: close, comeBack: () => listen(address.port), close }
}
