import type { CategoryChoice } from "./consent.ts"

export type ParamValue = string | number | boolean | readonly Item[]
/** A GA4 item. Prices in major units of the event's currency. */
export interface Item {
  item_id: string
  item_name?: string | undefined
  price?: number | undefined
  quantity?: number | undefined
  /** GA4's further item fields and fields of one's own */
  [field: string]: string | number | undefined
}

/** Where a visit came from. Keys are the plan's campaign parameters and click ids. */
export interface Touch {
  /** Milliseconds since 1970 */
  at: number
  landing: string
  referrer?: string | undefined
  params: Record<string, string>
}

/** What the kit posts to `<server>/collect`, as JSON with content type text/plain (no preflight) or application/json. */
export interface CollectBatch {
  v: 1
  /** Milliseconds since 1970 by the visitor's clock, when the batch left */
  sent: number
  /** Fields every event of the batch shares. */
  shared: {
    lead_id: string
    /** GA4 client id `<random>.<epoch s>` and session id, once analytics consent allows them */
    client_id?: string | undefined
    session_id?: string | undefined
    consent: CategoryChoice
    test_mode?: true | undefined
    first_touch?: Touch | undefined
    last_touch?: Touch | undefined
    /** Token of the signed link that brought the visitor */
    link?: string | undefined
    /** The page of the events that name none */
    page?: CollectEvent["page"]
  }
  events: CollectEvent[]
}

export interface CollectEvent {
  /** Minted once in the browser, never changed: the key for deduplication everywhere. */
  id: string
  name: string
  at: number
  /** Absent: the batch's shared one */
  page?: { url: string; title?: string | undefined; referrer?: string | undefined } | undefined
  params: Record<string, ParamValue>
  /** Values of personal parameters; they never pass through the data layer. */
  personal?: Record<string, string> | undefined
}

/** The answer of `/collect`: 200 when every event is durable, whatever the verdicts. */
export interface CollectAnswer {
  results: { id: string; verdict: "accepted" | "duplicate" | "quarantined"; reason?: string }[]
  /** The id that lasts, when the server's own cookie remembers an older one of this browser */
  lead_id?: string
}
