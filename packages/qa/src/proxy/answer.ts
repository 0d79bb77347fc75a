/** A request that reached the proxy, in the form our answers need. */
export interface Ask {
  method: string
  url: URL
  headers: Readonly<Record<string, string>>
  body: Buffer
}

/** What the browser gets. `drop` closes the connection, as a dead host or an ad blocker would. */
export type Answer = { status: number; headers?: Record<string, string | string[]>; body?: string | Buffer } | "drop"

export type Answerer = (ask: Ask) => Answer | Promise<Answer>

/** Vendors answer any origin with its own name, never with a wildcard, because their calls carry cookies. */
const withCors = (ask: Ask, answer: Exclude<Answer, "drop">): Answer => {
  const origin = ask.headers["origin"]
  if (origin === undefined) return answer
  return {
    ...answer,
    headers: {
      ...answer.headers,
      "access-control-allow-origin": origin,
      "access-control-allow-credentials": "true",
      "access-control-allow-headers": ask.headers["access-control-request-headers"] ?? "content-type",
      "access-control-allow-methods": "GET, POST, OPTIONS",
      vary: "origin",
    },
  }
}

/** A transparent GIF of one pixel, for image beacons. */
const pixel = Buffer.from("R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7", "base64")

/** What a vendor's collector answers when all is well: scripts are empty, images are a pixel, the rest has no content. */
export const vendorAnswer: Answerer = (ask) => {
  if (ask.method === "OPTIONS") return withCors(ask, { status: 204 })
  const dest = ask.headers["sec-fetch-dest"]
  if (dest === "script") return { status: 200, headers: { "content-type": "text/javascript" }, body: "" }
  if (dest === "image") return { status: 200, headers: { "content-type": "image/gif" }, body: pixel }
  if (dest === "document" || dest === "iframe") return { status: 200, headers: { "content-type": "text/html" }, body: "<!doctype html><title>Not part of this run</title>" }
  return withCors(ask, { status: 204 })
}
