import { headSnippet, startScript, type Activation } from "@tagwright/compiler/site"
import type { BrowserContext, Page } from "playwright-core"
import { afterEach, describe, expect } from "vitest"
import { itExcept } from "./support/launch.ts"
import { choose, pushes } from "./support/pages.ts"
import { shop } from "./support/plan.ts"
import { tabOf } from "./support/tab.ts"
import { world } from "./support/world.ts"

const w = world(shop)
/** Classic WebDriver can neither answer for Tag Manager's host nor set a page's headers. */
const itRouted = itExcept({ webkit: "its driver cannot answer for Tag Manager's host" })
const contexts: BrowserContext[] = []
afterEach(async () => void (await Promise.all(contexts.splice(0).map((context) => context.close()))))

const gtm = "GTM-STAG001"
/** In the place of Tag Manager: tells how many messages were waiting, and whether it was given a nonce. */
const container = `window.waiting = dataLayer.length; window.hasNonce = !!document.currentScript.nonce`

const open = async (snippet: string, policy?: string): Promise<Page> => {
  w.site.pages.set("/", `<!doctype html><html><head>${snippet}<title>Test page</title></head><body><button class="cta" data-section="s">Go</button></body></html>`)
  const context = await w.browser.newContext()
  contexts.push(context)
  const page = await context.newPage()
  await context.route("https://www.googletagmanager.com/**", (route) => route.fulfill({ contentType: "text/javascript", body: container }))
  if (policy) await context.route(`${w.site.url}/`, async (route) => route.fulfill({ response: await route.fetch(), headers: { "content-type": "text/html", "content-security-policy": policy } }))
  await page.addInitScript(() => {
    Reflect.set(window, "violations", [])
    addEventListener("securitypolicyviolation", ({ violatedDirective }) => Reflect.get(window, "violations").push(violatedDirective))
  })
  await page.goto(w.site.url)
  return page
}
const started = (page: Page) => page.waitForFunction("window.waiting !== undefined", undefined, { timeout: 10_000 })

describe("a strict Content Security Policy", () => {
  const OTHERS = "connect-src 'self'; object-src 'none'; base-uri 'none'"
  for (const [way, snippet, policy] of [
    ["with nonces, and hands the nonce on to Tag Manager", headSnippet({ gtm, nonce: "r4nd0m" }), `script-src 'nonce-r4nd0m'; ${OTHERS}`],
    ["that allows no inline script at all", headSnippet({ gtm, startPath: "/start.js" }), `script-src 'self' https://www.googletagmanager.com; ${OTHERS}`],
  ] as const)
    itRouted(`works ${way}`, async () => {
      w.site.pages.set("/start.js", startScript({ gtm }))
      const page = await open(snippet, policy)
      await started(page)
      await page.click("button")
      await choose(tabOf(page), ["necessary", "analytics"])
      expect((await pushes(tabOf(page))).map((p) => Object(p)["event"])).toContain("cta_click")
      expect(await page.evaluate("window.violations")).toEqual([])
      expect(await page.evaluate("window.hasNonce")).toBe(snippet.includes("nonce"))
    })
})

describe("O5 Tag Manager started late", () => {
  const acts: Record<Exclude<Activation, "immediate">, (page: Page) => Promise<unknown>> = {
    idle: async () => undefined,
    interaction: (page) => page.mouse.click(1, 1),
    consent: (page) => choose(tabOf(page), ["necessary", "analytics"]),
  }
  for (const activate of ["idle", "interaction", "consent"] as const)
    itRouted(`at ${activate} finds everything that was pushed before, consent default first`, async () => {
      const page = await open(headSnippet({ gtm, activate }))
      if (activate !== "idle") expect(await page.evaluate("window.waiting")).toBeUndefined()
      await acts[activate](page)
      await started(page)
      const all = await pushes(tabOf(page))
      const start = all.map((message) => Object(message)["event"]).indexOf("gtm.js")
      expect(await page.evaluate("window.waiting")).toBeGreaterThan(start)
      expect(all.slice(0, 3)).toMatchObject([{ 1: "default" }, { 1: "default" }, { test_mode: true }])
      if (activate === "consent") expect(all.slice(3, start)).toMatchObject([{ 1: "update" }, { event: "consent_update" }, { event: "page_view" }])
    })

  itRouted("never starts where the kit was blocked: without the default every consent would count as given", async () => {
    w.site.script = ""
    const page = await open(headSnippet({ gtm }))
    await page.waitForLoadState("networkidle")
    expect(await page.evaluate("window.waiting")).toBeUndefined()
  })
})
