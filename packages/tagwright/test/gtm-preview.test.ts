import { readFileSync } from "node:fs"
import { createServer, request, type Server } from "node:http"
import { createRequire } from "node:module"
import type { AddressInfo } from "node:net"
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { findBrowser } from "@tagwright/qa"
import { chromium, type Browser, type Page } from "playwright-core"
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest"
import { main } from "../src/cli.ts"

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8")

const text = (key: string, value: string) => ({ type: "TEMPLATE", key, value })
const BASE = { accountId: "1", containerId: "77" }
const when = (arg0: string, arg1: string, type = "EQUALS") => ({ type, parameter: [text("arg0", arg0), text("arg1", arg1)] })
const pixel = { type: "img", parameter: [text("url", "https://px.example/lead?v={{dlv.value}}")] }
const CONTAINER = {
  exportFormatVersion: 2, exportTime: "2025-01-01 00:00:00",
  containerVersion: {
    path: "accounts/1/containers/77/versions/3", ...BASE, containerVersionId: "3", name: "Preview",
    container: { ...BASE, name: "Northlight web", publicId: "GTM-PREVIEW", usageContext: ["WEB"] },
    variable: [{ ...BASE, variableId: "1", name: "dlv.value", type: "v", parameter: [{ type: "INTEGER", key: "dataLayerVersion", value: "2" }, text("name", "value")], formatValue: {} }],
    trigger: [
      { ...BASE, triggerId: "2", name: "leads", type: "CUSTOM_EVENT", customEventFilter: [when("{{_event}}", "lead_submit")] },
      { ...BASE, triggerId: "3", name: "big leads", type: "CUSTOM_EVENT", customEventFilter: [when("{{_event}}", "lead_submit")], filter: [when("{{dlv.value}}", "500", "GREATER")] },
    ],
    tag: [
      { ...BASE, tagId: "4", name: "Lead pixel", firingTriggerId: ["2"], ...pixel },
      { ...BASE, tagId: "5", name: "Big lead pixel", firingTriggerId: ["3"], ...pixel },
      { ...BASE, tagId: "6", name: "Google tag", firingTriggerId: ["2147479573"], type: "googtag", parameter: [text("tagId", "G-PREVIEW01")] },
      { ...BASE, tagId: "7", name: "Ads", firingTriggerId: ["2"], ...pixel, consentSettings: { consentStatus: "NEEDED", consentType: { type: "LIST", list: [{ type: "TEMPLATE", value: "ad_storage" }] } } },
    ],
  },
}

const SNIPPET = `<script>(function(w,d,s,l,i){w[l]=w[l]||[];w[l].push({'gtm.start':new Date().getTime(),event:'gtm.js'});var f=d.getElementsByTagName(s)[0],j=d.createElement(s);j.async=true;j.src='https://www.googletagmanager.com/gtm.js?id='+i;f.parentNode.insertBefore(j,f)})(window,document,'script','dataLayer','GTM-PREVIEW')</script>`
const page = (head: string): string => `<!doctype html><html lang="en"><head><title>Northlight</title>
<script>window.dataLayer=window.dataLayer||[];function gtag(){dataLayer.push(arguments)}gtag('consent','default',{ad_storage:'denied'})</script>${head}</head>
<body><button id="lead" onclick="dataLayer.push({event:'lead_submit',value:240})">Send</button><img src="https://elsewhere.example/x.png" alt=""></body></html>`

let browser: Browser
let folder = ""
const stops: (() => Promise<unknown>)[] = []
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "tagwright-preview-"))
  await mkdir(join(folder, "site"))
  await writeFile(join(folder, "site", "index.html"), page(SNIPPET))
  await writeFile(join(folder, "web.json"), JSON.stringify(CONTAINER))
  browser = await chromium.launch({ executablePath: findBrowser("chromium") ?? "", args: process.getuid?.() === 0 ? ["--no-sandbox"] : [] })
})
afterEach(async () => {
  for (const stop of stops.splice(0)) await stop()
})
afterAll(async () => {
  await browser.close()
  await rm(folder, { recursive: true, force: true })
})

/** Starts the command and says its two addresses. */
const start = async (...argv: string[]): Promise<{ site: string; preview: string }> => {
  const stop = new AbortController()
  const said = Promise.withResolvers<string>()
  const errors: string[] = []
  const ended = main(["gtm", "preview", "--container", "web.json", "--json", ...argv], {
    out: said.resolve, err: (line) => void errors.push(line), stdin: () => Promise.resolve(""), cwd: folder, env: process.env, interactive: false, color: false, signal: stop.signal,
  })
  stops.push(() => (stop.abort(), ended))
  ended.then((code) => code === 0 || said.reject(new Error(errors.join(""))), said.reject)
  return JSON.parse(await said.promise)
}

const open = async (addresses: { site: string; preview: string }): Promise<{ site: Page; debug: Page }> => {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 } })
  stops.unshift(() => context.close())
  const debug = await context.newPage()
  await debug.goto(addresses.preview)
  const site = await context.newPage()
  await site.goto(addresses.site)
  return { site, debug }
}

const leadOn = async (addresses: { site: string; preview: string }): Promise<{ site: Page; debug: Page }> => {
  const pages = await open(addresses)
  await pages.site.waitForFunction("google_tag_manager?.dataLayer?.gtmLoad")
  await pages.site.click("#lead")
  await pages.debug.getByRole("option", { name: "lead_submit" }).click()
  return pages
}

const violations = (debug: Page): Promise<unknown> =>
  debug.evaluate(axe).then(() => debug.evaluate("axe.run().then(({ violations }) => violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`))"))

describe("gtm preview", () => {
  test("shows beside the site what fired with which values, what was held back and why, and the request it would have sent", async () => {
    const { debug } = await leadOn(await start("--site", "site"))
    const panel = debug.getByRole("tabpanel")
    expect(await panel.locator("section", { hasText: "Fired" }).first().innerText()).toMatch(/Lead pixel[\s\S]*Succeeded/)
    const held = await panel.innerText()
    expect(held).toMatch(/Ads\s*Held by consent\s*not granted: ad_storage/)
    expect(held).toMatch(/Big lead pixel\s*No trigger passed\s*big leads: \{\{dlv\.value\}\} greater than "500" is false \(it is 240\)/)
    await debug.getByRole("tab", { name: "Variables" }).click()
    expect(await panel.innerText()).toMatch(/dlv\.value\s*240/)
    await debug.getByRole("tab", { name: "Data layer" }).click()
    expect(await panel.innerText()).toMatch(/event\s*"lead_submit"/)
    await debug.getByRole("tab", { name: "Consent" }).click()
    expect(await panel.innerText()).toMatch(/ad_storage\s*denied/)
    await debug.getByRole("tab", { name: "Requests" }).click()
    await panel.locator("summary", { hasText: "px.example" }).first().click()
    expect(await panel.innerText()).toMatch(/v\s*240/)
  })

  test("GA4 hits are decoded, also those that leave with the page; what the page itself asks of others is told", async () => {
    const { debug, site } = await open(await start("--site", "site"))
    await site.waitForFunction("google_tag_manager?.dataLayer?.gtmLoad")
    // The page is known; the hits that still wait leave with it.
    await debug.getByRole("option", { name: "Northlight" }).first().waitFor()
    await site.goto("about:blank")
    await debug.getByRole("option", { name: "Northlight" }).first().click()
    const hit = debug.locator("details", { hasText: "page_view" })
    await hit.locator("summary").click()
    expect(await hit.innerText()).toMatch(/tid\s*measurement id\s*G-PREVIEW01/)
    expect(await debug.locator(".notices").innerText()).toContain("https://elsewhere.example/x.png")
  })

  test("no request leaves the machine", async () => {
    const reached: string[] = []
    const addresses = await start("--site", "site")
    const context = await browser.newContext()
    stops.unshift(() => context.close())
    context.on("requestfinished", (one) => void reached.push(new URL(one.url()).hostname))
    const site = await context.newPage()
    await site.goto(addresses.site)
    await site.waitForFunction("google_tag_manager?.dataLayer?.gtmLoad")
    await site.click("#lead")
    expect([...new Set(reached)]).toEqual(["127.0.0.1"])
  })

  test("arrow keys walk through the events and the tabs", async () => {
    const { debug } = await leadOn(await start("--site", "site"))
    await debug.keyboard.press("ArrowDown")
    expect(await debug.getByRole("heading", { level: 2 }).innerText()).toBe("Window Loaded")
    await debug.getByRole("tab", { name: "Tags" }).focus()
    await debug.keyboard.press("ArrowRight")
    expect(await debug.getByRole("tab", { name: "Variables" }).getAttribute("aria-selected")).toBe("true")
  })

  test.each([["light", ["Tags", "Data layer"]], ["dark", ["Tags", "Variables", "Requests"]]] as const)("has nothing axe complains about in %s", async (colorScheme, tabs) => {
    const { debug } = await leadOn(await start("--site", "site"))
    await debug.emulateMedia({ colorScheme, reducedMotion: "reduce" })
    for (const tab of tabs) {
      await debug.getByRole("tab", { name: tab }).click()
      expect(await violations(debug), tab).toEqual([])
    }
    await debug.getByRole("option", { name: "Northlight" }).click()
    expect(await violations(debug), "page").toEqual([])
  })

  test("a site at an address: passed through with its cookies and redirects; --inject gives it the snippet", async () => {
    const upstream: Server = createServer((asked, answer) => {
      if (asked.url === "/") return void answer.writeHead(302, { location: `http://${asked.headers.host ?? ""}/home` }).end()
      answer.writeHead(200, { "content-type": "text/html", "set-cookie": "seen=1; Domain=shop.example; Secure; Path=/" }).end(page(""))
    })
    await new Promise<void>((done) => upstream.listen(0, "127.0.0.1", done))
    stops.push(() => new Promise((done) => upstream.close(done)))
    const { site } = await leadOn(await start("--site", `http://127.0.0.1:${(upstream.address() as AddressInfo).port}`, "--inject"))
    expect(new URL(site.url()).pathname).toBe("/home")
    expect(await site.evaluate("document.cookie")).toContain("seen=1")
  })

  test("a command that starts the site and prints its address", async () => {
    await writeFile(join(folder, "serve.mjs"), `import { createServer } from "node:http"
const server = createServer((_asked, answer) => answer.writeHead(200, { "content-type": "text/html" }).end(${JSON.stringify(page(SNIPPET))}))
server.listen(0, "127.0.0.1", () => console.log("ready on http://127.0.0.1:" + server.address().port + "/"))`)
    const { debug } = await leadOn(await start("--site", `"${process.execPath}" serve.mjs`))
    expect(await debug.getByRole("tabpanel").innerText()).toContain("Lead pixel")
  })

  test("the debug page is served with a strict policy, to this machine's own names only, and pages elsewhere cannot feed or clear it", async () => {
    const { preview, site } = await start("--site", "site")
    expect((await fetch(preview)).headers.get("content-security-policy")).toContain("default-src 'none'")
    const rebound = await new Promise<number | undefined>((settle) => request(preview, { headers: { host: "evil.example" } }, (answer) => settle(answer.statusCode)).end())
    expect(rebound).toBe(421)
    for (const [address, body] of [[`${site}__tagwright/feed`, "[]"], [`${preview}api/clear`, ""]] as const)
      expect((await fetch(address, { method: "POST", headers: { "sec-fetch-site": "cross-site", "content-type": "application/json" }, body })).status).toBe(403)
  })

  test.each([
    [["--site", "nowhere"], /there is no such folder/], [["--site", "web.json"], /is a file/], [[], /needs --site and --container/], [["--site", "site", "--port", "99999"], /is not a port/],
    [["--site", "node -e 0"], /did not say its address/],
  ])("%j is refused with one line of help", async (argv, message) => {
    await expect(start(...argv)).rejects.toThrow(message)
  })
})
