import { serveStatic } from "@hono/node-server/serve-static"
import { liveFiles } from "@tagwright/release"
import { Hono } from "hono"
import { proxy } from "hono/proxy"
import { streamSSE } from "hono/streaming"
import type { ServerProcess } from "../world/server-process.ts"
import type { LiveFeed } from "./live-feed.ts"
import { listen } from "./site-server.ts"

export interface ReportServerInput {
  /** The evidence folder, with its index.html */
  evidence: string
  title: string
  port: number
  server: ServerProcess
  feed: LiveFeed
}

const types: Record<string, string> = { html: "text/html; charset=utf-8", js: "text/javascript; charset=utf-8", css: "text/css; charset=utf-8" }

/** The report of the last run at `/`, and what happens right now at `/live/`: the server's stream, and the container's firings. */
export const startReportServer = async ({ evidence, title, port, server, feed }: ReportServerInput) => {
  const pages = await liveFiles(title)
  const app = new Hono()
  app.use(async (context, next) => {
    await next()
    context.header("Content-Security-Policy", "default-src 'self'; img-src 'self' data:; frame-ancestors 'none'; base-uri 'none'")
    context.header("X-Content-Type-Options", "nosniff")
  })
  app.get("/live", (context) => context.redirect("/live/"))
  app.get("/live/ops/api/firings", (context) => context.json({ firings: feed.recent() }))
  app.get("/live/ops/api/firings/stream", (context) =>
    streamSSE(context, async (stream) => {
      const stop = feed.watch((record) => void stream.writeSSE({ event: "firing", data: JSON.stringify(record) }))
      await new Promise<void>((gone) => stream.onAbort(gone))
      stop()
    }),
  )
  app.get("/live/ops/*", (context) => {
    const { pathname, search } = new URL(context.req.url)
    return proxy(`${server.url}${pathname.slice("/live".length)}${search}`, { headers: { authorization: `Bearer ${server.adminToken}` } })
  })
  app.get("/live/*", (context) => {
    const path = context.req.path.slice("/live/".length)
    const text = pages.get(path === "" ? "index.html" : path)
    return text === undefined ? context.notFound() : context.body(text, 200, { "Content-Type": types[path.split(".").at(-1) ?? ""] ?? "text/html; charset=utf-8" })
  })
  app.use("*", serveStatic({ root: evidence }))
  return listen(app, port)
}
