/** Everything that belongs to one event while its rules and tags run (fact B2). */
export interface Frame {
  index: number
  id: number
  name: string
  message: Record<string, unknown>
  /** `gtm.*` keys as they stood when the event began. */
  auto: Readonly<Record<string, unknown>>
  /** The unmerged `ecommerce` and `eventModel` of that moment. */
  ecommerce: unknown
  eventModel: unknown
  /** One cell per distinct condition. */
  conditions: Uint8Array
  /** The left side each condition met, kept only when someone reads the explanation: asking again could change it. */
  met?: unknown[]
  /** Values of variables by name as they were last read, kept only for a debug page. */
  seen?: Record<string, unknown>
  /** When the event began, epoch ms; for a debug page. */
  began?: number
  /** What a debug page is told of the messages before this event. */
  messages?: unknown[]
  /** The request a server container works on. */
  request?: ServerRequestState
  /** What templates asked to be told when all tags of the event are done. */
  callbacks: ((containerId: string, report: unknown) => void)[]
  /** Computed on demand, cached per event (fact B7, auto-event TEXT). */
  text?: string
}

/** A request on its way through a server container. */
export interface ServerRequestState {
  client: string
  method: string
  path: string
  query: string
  headers: Record<string, string>
  body: string | undefined
  ip: string
}

export const UNKNOWN = 0
export const TRUE = 1
export const FALSE = 2
/** The evaluation threw: neither true nor false (fact B2.5). */
export const BROKEN = 3
