import { serve } from "@hono/node-server"
import { serveStatic } from "@hono/node-server/serve-static"
import { Fault } from "@tagwright/formats"
import { Hono } from "hono"
import { proxy } from "hono/proxy"
import { existsSync } from "node:fs"
import { readFile } from "node:fs/promises"
import type { AddressInfo } from "node:net"
import { join, normalize } from "node:path"

export interface PreviewInput {
  folder: string
  port: number
  /** The path on the site that belongs to our server, e.g. /t */
  serverPath: string
  serverUrl: () => string
  /** The text to answer `gtm.js?id=…` with; undefined: unknown container */
  gtmJs: (publicId: string) => Promise<string | undefined>
  /** Addresses in the pages that lead to a stand-in here, e.g. https://buy.stripe.com → http://127.0.0.1:4711 */
  rewrites: () => Readonly<Record<string, string>>
  onFiring: (record: unknown) => void
}

/**
 * The built site as a visitor sees it, without any connection to the outside: Tag Manager's script is answered by the
 * offline runtime, and the policy below keeps every other request on this machine.
 */
export const startPreview = async (input: PreviewInput): Promise<{ url: string; port: number; close: () => Promise<void> }> => {
  const app = new Hono()
  app.use(async (context, next) => {
    await next()
    context.header("Cache-Control", "no-store")
    context.header("Content-Security-Policy", stayHere)
  })
  app.get("/gtm.js", async (context) => {
    const script = await input.gtmJs(context.req.query("id") ?? "")
    return script === undefined ? context.text("no such container", 404) : context.body(script, 200, { "Content-Type": "text/javascript; charset=utf-8" })
  })
  app.get("/__tagwright/recorder.js", (context) => context.body(recorder, 200, { "Content-Type": "text/javascript; charset=utf-8" }))
  app.get(vendorPath, (context) => context.body(pixel, 200, { "Content-Type": "image/gif" }))
  app.post(vendorPath, (context) => context.body(null, 204))
  app.post("/__tagwright/firing", async (context) => {
    input.onFiring(await context.req.json())
    return context.body(null, 204)
  })
  app.all(`${input.serverPath}/*`, (context) => {
    const { pathname, search } = new URL(context.req.url)
    return proxy(`${input.serverUrl()}${pathname.slice(input.serverPath.length)}${search}`, context.req.raw)
  })
  app.get("*", async (context, next) => {
    const page = pageFile(input.folder, context.req.path)
    return page === undefined ? next() : context.html(withRewrites(await readFile(page, "utf8"), input.rewrites()))
  })
  app.get("*", serveStatic({ root: input.folder }))
  app.notFound(async (context) => {
    const page = pageFile(input.folder, "/404.html")
    return page === undefined ? context.text("not found", 404) : context.html(withRewrites(await readFile(page, "utf8"), input.rewrites()), 404)
  })
  return listen(app, input.port)
}

/** The container's runtime needs inline scripts and code from text, as Tag Manager's own does; nothing needs another host. */
const stayHere = "default-src 'self' 'unsafe-inline' 'unsafe-eval' data: blob:"

/** Where a request to a vendor goes instead; the answer is what vendors give: a transparent pixel, or nothing. */
const vendorPath = "/__tagwright/vendor"
const pixel = Buffer.from("R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7", "base64")

/** Sends each firing of the container to the live page, and answers vendors' images, fetches and beacons here. */
const recorder = `(function () {
  var local = function (url) {
    try { var to = new URL(url, location.href) } catch (e) { return url }
    return /^https?:$/.test(to.protocol) && to.origin !== location.origin ? "${vendorPath}?url=" + encodeURIComponent(to.href) : url
  }
  var beacon = navigator.sendBeacon.bind(navigator)
  navigator.sendBeacon = function (url, body) { return beacon(local(String(url)), body) }
  var load = window.fetch
  window.fetch = function (what, how) { return load.call(window, typeof what === "string" || what instanceof URL ? local(String(what)) : what, how) }
  var src = Object.getOwnPropertyDescriptor(HTMLImageElement.prototype, "src")
  Object.defineProperty(HTMLImageElement.prototype, "src", { get: src.get, set: function (url) { src.set.call(this, local(String(url))) }, enumerable: true, configurable: true })
  window.__tagwright_gtm_record = function (record) { try { beacon("/__tagwright/firing", JSON.stringify(record)) } catch (e) {} }
})()
`

/** The file of a page, as static hosts find it; undefined when there is none. */
export const pageFile = (folder: string, path: string): string | undefined => {
  const clean = normalize(decodeURIComponent(path))
  if (clean.includes("..")) return undefined
  const candidates = clean.endsWith("/") ? [`${clean}index.html`] : clean.endsWith(".html") ? [clean] : [`${clean}/index.html`, `${clean}.html`]
  return candidates.map((candidate) => join(folder, candidate)).find((file) => existsSync(file))
}

const withRewrites = (html: string, rewrites: Readonly<Record<string, string>>): string => {
  const local = Object.entries({ ...rewrites, "https://www.googletagmanager.com": "" }).reduce((text, [from, to]) => text.replaceAll(from, to), html)
  return local.replace(/<head([^>]*)>/i, '<head$1><script src="/__tagwright/recorder.js"></script>')
}

/** Listens on the port, or on any free one for 0. A port in use is one Fault. */
export const listen = (app: Hono, port: number): Promise<{ url: string; port: number; close: () => Promise<void> }> =>
  new Promise((settle, refuse) => {
    const server = serve({ fetch: app.fetch, port, hostname: "127.0.0.1" }, (address: AddressInfo) =>
      settle({
        url: `http://127.0.0.1:${address.port}`,
        port: address.port,
        close: () =>
          new Promise((done) => {
            server.close(() => done())
            if ("closeAllConnections" in server) server.closeAllConnections()
          }),
      }),
    )
    server.on("error", (cause: NodeJS.ErrnoException) =>
      refuse(cause.code === "EADDRINUSE" ? new Fault("caller", `port ${port} is in use`, "Stop what listens there, or choose another with --port", { cause }) : cause),
    )
  })
