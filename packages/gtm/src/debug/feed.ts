import type { EventRecord } from "../runtime/engine/record.ts"

/** What pages of the site tell the preview, in the order in which it arrives. Times are epoch ms of the visitor's clock. */
export type FeedItem =
  | { kind: "page"; page: string; at: number; url: string; title: string }
  | { kind: "event"; page: string; record: EventRecord }
  | { kind: "request"; page: string; at: number; request: SentRequest }
  /** Kept on the machine by the preview's policy: the page's own code asked for it. */
  | { kind: "blocked"; page: string; at: number; url: string; what: string }
  /** Something a developer has to know: no container was asked for, a script failed. */
  | { kind: "note"; page: string; at: number; text: string }

export interface SentRequest {
  url: string
  method: "GET" | "POST"
  body?: string
  via: string
  tags: string[]
}

/** The containers beside the site, and all that happened so far. */
export interface Feed {
  site: string
  containers: { publicId: string; name: string; version: string; tags: Record<string, { type: string }>; findings: string[] }[]
  items: FeedItem[]
}

export const isFeedItem = (value: unknown): value is FeedItem => {
  if (typeof value !== "object" || value === null || typeof Reflect.get(value, "page") !== "string") return false
  const kind: unknown = Reflect.get(value, "kind")
  if (kind === "event") return isRecord(Reflect.get(value, "record"))
  if (kind === "request") return isRequest(Reflect.get(value, "request"))
  return (kind === "page" || kind === "blocked") ? typeof Reflect.get(value, "url") === "string" : kind === "note" && typeof Reflect.get(value, "text") === "string"
}

const isRecord = (value: unknown): boolean =>
  typeof value === "object" && value !== null && typeof Reflect.get(value, "event") === "string" && Array.isArray(Reflect.get(value, "fired")) && Array.isArray(Reflect.get(value, "notFired"))

const isRequest = (value: unknown): boolean => typeof value === "object" && value !== null && typeof Reflect.get(value, "url") === "string" && Array.isArray(Reflect.get(value, "tags"))
