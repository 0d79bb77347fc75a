import { recorderScript } from "@tagwright/gtm"
import { Hono } from "hono"
import { bodyLimit } from "hono/body-limit"
import { listen } from "../site-server.ts"
import type { FeedStore } from "./feed-store.ts"
import type { SiteSource } from "./site-source.ts"

export interface SiteProxyInput {
  site: SiteSource
  port: number
  store: FeedStore
  /** What to answer `gtm.js?id=…` with; undefined: not one of ours. */
  gtmJs: (publicId: string, layer: string) => Promise<string | undefined>
  /** The container whose snippet is put into every page; undefined: the pages have their own. */
  inject: string | undefined
  /** Requests leave as they would on the live site. */
  online: boolean
  /** Hosts the site itself needs, e.g. its CDN. */
  allow: readonly string[]
}

const FEED = "/__tagwright/feed"
const RECORDER = "/__tagwright/recorder.js"
const SNIPPET = "/__tagwright/snippet.js"
const MOST_BYTES = 5_000_000
const GOOGLE = /(?:https?:)?\/\/www\.googletagmanager\.com(?=\/(?:gtm\.js|gtag\/js|ns\.html))/g

/**
 * Serves a site as it is, with the runtime in the place of `gtm.js`: pages and scripts ask this origin instead of
 * Google, every page reports what its container does, and a policy keeps the rest on this machine.
 */
export const startSiteProxy = (input: SiteProxyInput): Promise<{ url: string; port: number; close: () => Promise<void> }> => {
  const app = new Hono()
  const script = (text: string): Response => new Response(text, { headers: { "content-type": "text/javascript; charset=utf-8", "cache-control": "no-store" } })
  app.get(RECORDER, () => script(recorderScript(FEED, input.online)))
  app.get(SNIPPET, () => script(snippet(input.inject ?? "")))
  app.post(FEED, bodyLimit({ maxSize: MOST_BYTES }), async (context) => {
    if (context.req.header("sec-fetch-site") !== "same-origin") return context.text("from this site only", 403)
    input.store.take(await context.req.json().catch(() => undefined))
    return context.body(null, 204)
  })
  app.get("/gtm.js", async (context) => {
    const own = await input.gtmJs(context.req.query("id") ?? "", context.req.query("l") ?? "dataLayer")
    return own === undefined ? context.text("", 404) : script(own)
  })
  app.get("/gtag/js", () => script(""))
  app.get("/ns.html", (context) => context.body(null, 204))
  app.all("*", async (context) => rewritten(await reach(input.site, context.req.raw), input, new URL(context.req.url).origin))
  return listen(app, input.port)
}

const reach = async (site: SiteSource, request: Request): Promise<Response> => {
  try {
    return await site.fetch(request)
  } catch (error) {
    const cause = error instanceof Error && error.cause instanceof Error ? error.cause.message : String(error)
    return new Response(`The site does not answer: ${cause}`, { status: 502, headers: { "content-type": "text/plain; charset=utf-8" } })
  }
}

const rewritten = async (answer: Response, input: SiteProxyInput, here: string): Promise<Response> => {
  const headers = new Headers(answer.headers)
  const type = headers.get("content-type") ?? ""
  const location = headers.get("location")
  if (location !== null && input.site.origin !== undefined) headers.set("location", location.replace(input.site.origin, here))
  if (!input.online) headers.append("content-security-policy", policy(input.allow))
  if (!/text\/html|javascript/.test(type) || answer.body === null) return new Response(answer.body, { status: answer.status, headers })
  headers.set("cache-control", "no-store")
  const text = (await answer.text()).replace(GOOGLE, "")
  return new Response(type.includes("html") ? withScripts(text, input.inject !== undefined) : text, { status: answer.status, headers })
}

/** Nothing but the site and the hosts it needs. Inline code stays possible: containers live from it. */
const policy = (allow: readonly string[]): string => {
  const own = ["'self'", ...allow].join(" ")
  return `script-src ${own} 'unsafe-inline' 'unsafe-eval' blob:; connect-src ${own}; img-src ${own} data: blob:; frame-src ${own}; worker-src ${own} blob:; media-src ${own} data: blob:; form-action ${own}`
}

/** First in the head, with the page's own nonce where it has one. */
const withScripts = (html: string, inject: boolean): string => {
  const nonce = /\snonce=["']([\w+/=-]+)["']/.exec(html)?.[1]
  const tag = (src: string): string => `<script src="${src}"${nonce === undefined ? "" : ` nonce="${nonce}"`}></script>`
  const scripts = tag(RECORDER) + (inject ? tag(SNIPPET) : "")
  return /<head[^>]*>/i.test(html) ? html.replace(/<head[^>]*>/i, (head) => head + scripts) : scripts + html
}

/** What Tag Manager's snippet does: the first message, then the container's script. */
const snippet = (publicId: string): string =>
  `window.dataLayer=window.dataLayer||[];dataLayer.push({"gtm.start":Date.now(),event:"gtm.js"});(function(s){s.async=true;s.src=${JSON.stringify(`/gtm.js?id=${encodeURIComponent(publicId)}`)};document.head.appendChild(s)})(document.createElement("script"));\n`
