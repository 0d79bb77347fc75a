import { request as requestHttp, Agent as HttpAgent, type IncomingHttpHeaders } from "node:http"
import { request as requestHttps, Agent as HttpsAgent } from "node:https"
import type { LookupFunction } from "node:net"
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

/**
 * A peer closes a connection that was idle (Node's servers after 5 s, when our first retry is due) just as we write into it. That says nothing
 * about the peer's health, and the schedule would wait 5 minutes: the same request, under the same event id, goes out once more at once.
 */
class StaleConnection extends Error {}
const isReset = (error: Error): boolean => "code" in error && (error.code === "ECONNRESET" || error.code === "EPIPE")

/** Rate limit headers, however a vendor spells them */
const LIMIT_HEADER = /rate-?limit/
const limitsIn = (headers: IncomingHttpHeaders): Record<string, string> =>
  Object.fromEntries(Object.entries(headers).flatMap(([name, value]) => (LIMIT_HEADER.test(name) && typeof value === "string" ? [[name, value]] : [])))

/** A client with its own connection pool. `lookup` decides which addresses it may talk to. */
export const createHttpClient = (options: { lookup?: LookupFunction; timeoutMs?: number; connections?: number } = {}): { send: HttpSend; close(): void } => {
  const pool = { keepAlive: true, maxSockets: options.connections ?? 16 }
  const plain = new HttpAgent(pool)
  const secure = new HttpsAgent(pool)
  const timeoutMs = options.timeoutMs ?? TIMEOUT_MS
  const exchange = ({ method, url, headers = {}, body }: OutgoingRequest, deadline: number, connection: "kept" | "new"): Promise<PeerAnswer> =>
    new Promise((resolve, reject) => {
      const target = new URL(url)
      const https = target.protocol === "https:"
      const outgoing = (https ? requestHttps : requestHttp)(target, {
        method,
        agent: connection === "new" ? false : https ? secure : plain,
        headers: { ...headers, ...(body !== undefined && { "content-length": String(typeof body === "string" ? Buffer.byteLength(body) : body.byteLength) }) },
        ...(options.lookup && { lookup: options.lookup }),
      })
      // One limit for the whole exchange: a peer that drips bytes must not hold a worker.
      const timer = setTimeout(() => outgoing.destroy(new PeerTimeout("timeout")), deadline - performance.now())
      outgoing.on("error", (error) => {
        clearTimeout(timer)
        reject(outgoing.reusedSocket && isReset(error) ? new StaleConnection("the peer had closed it", { cause: error }) : error)
      })
      outgoing.on("response", (response) => {
        const chunks: Buffer[] = []
        let size = 0
        response.on("data", (chunk: Buffer) => {
          if (size < MOST_ANSWER_BYTES) chunks.push(chunk.subarray(0, MOST_ANSWER_BYTES - size))
          size += chunk.length
        })
        response.on("end", () => {
          clearTimeout(timer)
          resolve({ status: response.statusCode ?? 0, retryAfter: response.headers["retry-after"], date: response.headers.date, body: Buffer.concat(chunks).toString(), limits: limitsIn(response.headers) })
        })
        response.on("error", (error) => {
          clearTimeout(timer)
          reject(error)
        })
      })
      outgoing.end(body)
    })
  const send: HttpSend = async (request) => {
    const deadline = performance.now() + timeoutMs
    try {
      return await exchange(request, deadline, "kept")
    } catch (error) {
      if (error instanceof StaleConnection) return exchange(request, deadline, "new")
      throw error
    }
  }
  return {
    send,
    close: () => {
      plain.destroy()
      secure.destroy()
    },
  }
}
