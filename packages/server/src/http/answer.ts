import type { IncomingHttpHeaders, ServerResponse } from "node:http"

/** A request as handlers see it. */
export interface Call {
  method: string
  /** Without query */
  path: string
  search: string
  headers: IncomingHttpHeaders
  /** Address of the peer; never stored */
  peer: string
  /** The whole body, or an HttpError when it is larger than `cap` bytes. */
  body(cap: number): Promise<Buffer>
}

export interface Answer {
  status: number
  headers?: Record<string, string | string[]>
  body?: string | Uint8Array
  /** Takes the response over (server-sent events). */
  stream?: (response: ServerResponse) => void
}
export type Handler = (call: Call) => Promise<Answer> | Answer

/** An answer that ends a request early; `reason` is a code, never a value from the request. */
export class HttpError extends Error {
  readonly status: number
  readonly reason: string
  readonly retryAfter: number | undefined
  constructor(status: number, reason: string, retryAfter?: number) {
    super(reason)
    this.status = status
    this.reason = reason
    this.retryAfter = retryAfter
  }
}

export const jsonAnswer = (status: number, value: unknown, headers: Record<string, string | string[]> = {}): Answer => ({
  status,
  headers: { "content-type": "application/json; charset=utf-8", "cache-control": "no-store", ...headers },
  body: JSON.stringify(value),
})
export const errorAnswer = (error: HttpError): Answer =>
  jsonAnswer(error.status, { error: error.reason }, error.retryAfter === undefined ? {} : { "retry-after": String(error.retryAfter) })
