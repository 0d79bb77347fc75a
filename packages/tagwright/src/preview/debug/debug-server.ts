import { debugFiles, type Feed } from "@tagwright/gtm"
import { Hono } from "hono"
import { streamSSE } from "hono/streaming"
import { listen } from "../site-server.ts"
import type { FeedStore } from "./feed-store.ts"

const TYPES: Record<string, string> = { html: "text/html; charset=utf-8", js: "text/javascript; charset=utf-8", css: "text/css; charset=utf-8" }
const POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"

/** The debug page, on an origin of its own: pages of the site cannot read what it shows. */
export const startDebugServer = async (store: FeedStore, about: Omit<Feed, "items">, port: number) => {
  const files = await debugFiles()
  const app = new Hono()
  app.use(async (context, next) => {
    // A name that leads here from outside must not be answered (DNS rebinding).
    if (!/^(?:127\.0\.0\.1|localhost)(?::\d+)?$/.test(context.req.header("host") ?? "")) return context.text("not here", 421)
    await next()
    context.header("Content-Security-Policy", POLICY)
    context.header("X-Content-Type-Options", "nosniff")
    context.header("Cache-Control", "no-store")
    return undefined
  })
  app.get("/api/feed", (context) => context.json({ ...about, items: store.items() }))
  app.post("/api/clear", (context) => {
    if (context.req.header("sec-fetch-site") !== "same-origin") return context.text("from this page only", 403)
    store.clear()
    return context.body(null, 204)
  })
  app.get("/api/stream", (context) =>
    streamSSE(context, async (stream) => {
      const stop = store.watch((item) => void stream.writeSSE({ event: "item", data: JSON.stringify(item) }))
      await stream.write(": listening\n\n")
      await new Promise<void>((gone) => stream.onAbort(gone))
      stop()
    }),
  )
  app.get("*", (context) => {
    const path = context.req.path === "/" ? "index.html" : context.req.path.slice(1)
    const text = files.get(path)
    return text === undefined ? context.notFound() : context.body(text, 200, { "Content-Type": TYPES[path.split(".").at(-1) ?? ""] ?? "text/plain" })
  })
  return listen(app, port)
}
