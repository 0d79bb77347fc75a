import { accessSync, constants } from "node:fs"
import { join } from "node:path"
import { chromium, type Browser, type BrowserContext } from "playwright-core"
import { afterAll, beforeAll, expect, vi } from "vitest"
import { gtmJs, type GtmJsOptions } from "../../src/runtime/index.ts"
import type { ContainerExport } from "@tagwright/formats"
import type { EventRecord, RequestRecord } from "../../src/runtime/index.ts"

/** The first Chromium that can be run: the environment's, the system's, else Playwright's own. */
const executable = (): string | undefined => {
  const named = process.env["TAGWRIGHT_CHROMIUM"]
  const onPath = (process.env["PATH"] ?? "").split(":").flatMap((folder) => [join(folder, "chromium"), join(folder, "google-chrome")])
  return [...(named === undefined ? [] : [named]), "/usr/bin/chromium", ...onPath].find((file) => {
    try {
      accessSync(file, constants.X_OK)
      return true
    } catch {
      return false
    }
  })
}

const PIXEL = Buffer.from("R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7", "base64")

const SLOW_MS = 800

export interface PageRun {
  events: EventRecord[]
  requests: Pick<RequestRecord, "url" | "method" | "body">[]
  errors: string[]
}

export interface PageSetup {
  /** Inline script before the snippet. */
  before?: string
  /** Markup of the body. */
  body?: string
  /** What is done on the page once it has loaded, as a script; a promise is waited for. */
  after?: string
  url?: string
  options?: GtmJsOptions
  /** Further containers of the page, by public id. */
  others?: ContainerExport[]
  layer?: string
  keep?: BrowserContext
}

/** How long a busy machine may take to hand over what a page sends while it goes away. */
const LEAVING_MS = 10_000
/** Only the page itself counts: frames have windows of their own. */
const countSent = `window.__sent = 0; { const beacon = navigator.sendBeacon.bind(navigator), own = window.fetch.bind(window)
navigator.sendBeacon = (...all) => { const taken = beacon(...all); if (taken) window.__sent += 1; return taken }
window.fetch = (...all) => { window.__sent += 1; return own(...all) } }`

/** One browser for a test file; each run gets a fresh context, and no request leaves the machine. */
export const useChromium = () => {
  let browser: Browser
  beforeAll(async () => {
    const path = executable()
    browser = await chromium.launch({ ...(path === undefined ? {} : { executablePath: path }), args: process.getuid?.() === 0 ? ["--no-sandbox"] : [] })
  })
  afterAll(() => browser.close())
  const context = (): Promise<BrowserContext> => browser.newContext({ viewport: { width: 1280, height: 720 }, locale: "en-US" })
  return { context, visit: (container: ContainerExport, setup: PageSetup = {}) => visit(context, container, setup) }
}

const visit = async (open: () => Promise<BrowserContext>, container: ContainerExport, setup: PageSetup): Promise<PageRun & { result: unknown }> => {
  const url = setup.url ?? "https://www.example.com/"
  const layer = setup.layer ?? "dataLayer"
  const context = setup.keep ?? (await open())
  const page = await context.newPage()
  const run: PageRun = { events: [], requests: [], errors: [] }
  const all = [container, ...(setup.others ?? [])]
  const scripts = new Map(await Promise.all(all.map(async (one): Promise<[string, string]> =>
    [one.containerVersion.container?.publicId ?? "", await gtmJs(one, { dataLayerName: layer, ...setup.options })])))
  let arrived = 0
  await page.addInitScript(countSent)
  await page.exposeBinding("__tagwright_gtm_record", (_source, record: EventRecord) => void run.events.push(record))
  page.on("pageerror", (error) => run.errors.push(error.message))
  const snippet = [...scripts.keys()].map((id) =>
    `(function(w,d,s,l,i){w[l]=w[l]||[];w[l].push({'gtm.start':new Date().getTime(),event:'gtm.js'});var f=d.getElementsByTagName(s)[0],j=d.createElement(s);j.async=true;j.src='https://www.googletagmanager.com/gtm.js?id='+i+'&l='+l;f.parentNode.insertBefore(j,f)})(window,document,'script','${layer}','${id}');`).join("\n")
  const html = `<!doctype html><html><head><title>Home</title><script>window.${layer}=window.${layer}||[];function gtag(){${layer}.push(arguments)}
${setup.before ?? ""}</script><script>${snippet}</script></head><body>${setup.body ?? ""}</body></html>`
  await page.route("**/*", async (route) => {
    const request = route.request()
    const address = new URL(request.url())
    if (address.pathname === "/gtm.js") return route.fulfill({ contentType: "text/javascript", body: scripts.get(address.searchParams.get("id") ?? "") ?? "" })
    if (request.isNavigationRequest() && address.origin === new URL(url).origin) return route.fulfill({ contentType: "text/html", body: html })
    if (/^(?:ping|fetch)$/.test(request.resourceType()) && request.frame() === page.mainFrame()) arrived += 1
    const body = request.postData()
    run.requests.push({ url: request.url(), method: request.method() === "POST" ? "POST" : "GET", ...(body === null || body === "" ? {} : { body }) })
    // A host that takes its time: longer than any wait a test asks for.
    if (address.hostname === "slow.example") await new Promise((done) => setTimeout(done, SLOW_MS))
    // An image that is no image fails to load, as a real pixel's answer would not.
    if (request.resourceType() === "image") return route.fulfill({ contentType: "image/gif", body: PIXEL })
    return route.fulfill({ status: address.pathname.startsWith("/missing") ? 404 : 204, headers: { "access-control-allow-origin": new URL(url).origin, "access-control-allow-credentials": "true" } })
  })
  await page.goto(url, { waitUntil: "load" })
  await page.waitForFunction((name) => Reflect.get(Reflect.get(window, "google_tag_manager") ?? {}, name)?.gtmLoad === true, layer)
  const result: unknown = setup.after === undefined ? undefined : await page.evaluate(setup.after)
  // Everything due now has run once a later task has.
  await page.evaluate("new Promise((done) => setTimeout(() => setTimeout(done, 0), 0))")
  // A pixel is done when its image has come; until then its tag is "running".
  await page.waitForLoadState("networkidle")
  // Leaving the page makes clients send what they still hold.
  const sent = await page.evaluate<number>("window.dispatchEvent(new Event('pagehide')), window.__sent")
  // Beacons and late requests take ways of their own through the browser and may come behind everything else.
  await vi.waitFor(() => expect(arrived).toBe(sent), { timeout: LEAVING_MS })
  if (setup.keep === undefined) await context.close()
  // An event whose pixel is still loading is recorded after those that follow it.
  run.events.sort((a, b) => a.container.localeCompare(b.container) || a.index - b.index)
  return { ...run, result }
}
