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
  const send: HttpSend = ({ method, url, headers = {}, body }) =>
    new Promise((resolve, reject) => {
      const target = new URL(url)
      const https = target.protocol === "https:"
      const outgoing = (https ? requestHttps : requestHttp)(target, {
        method,
        agent: https ? secure : plain,
        headers: { ...headers, ...(body !== undefined && { "content-length": String(typeof body === "string" ? Buffer.byteLength(body) : body.byteLength) }) },
        ...(options.lookup && { lookup: options.lookup }),
      })
      // One limit for the whole exchange: a peer that drips bytes must not hold a worker.
      const timer = setTimeout(() => outgoing.destroy(new PeerTimeout("timeout")), timeoutMs)
      outgoing.on("error", (error) => {
        clearTimeout(timer)
        reject(error)
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
  return {
    send,
    close: () => {
      plain.destroy()
      secure.destroy()
    },
  }
}
