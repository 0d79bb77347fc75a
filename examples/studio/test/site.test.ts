import { readFile, rm } from "node:fs/promises"
import { createRequire } from "node:module"
import { join } from "node:path"
import { findBrowser } from "@tagwright/qa"
import { chromium, type Browser, type BrowserContextOptions, type Page } from "playwright-core"
import { afterAll, beforeAll, describe, expect, test } from "vitest"
import plans from "../pages/_data/plans.json" with { type: "json" }
import standIns from "../stand-ins.json" with { type: "json" }
import plan from "../tagwright.plan.ts"
import { buildSite, filesOf, serveSite, studio } from "./support/site.ts"

const pages = Object.entries(plan.pages ?? {})
const paths = pages.map(([, page]) => page.path)
const axe = await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8")

const typesFile = join(studio, "src/tagwright.d.ts")
const typesBefore = await readFile(typesFile, "utf8")

let folder: string
let site: Awaited<ReturnType<typeof serveSite>>
let browser: Browser
beforeAll(async () => {
  folder = await buildSite()
  site = await serveSite(folder)
  const executablePath = findBrowser("chromium")
  if (!executablePath) throw new Error("These tests need Chromium: install it, or name it in TAGWRIGHT_CHROMIUM")
  browser = await chromium.launch({ executablePath, args: ["--no-sandbox"] })
})
afterAll(async () => {
  await browser?.close()
  site?.close()
  if (folder) await rm(folder, { recursive: true })
})

/** A page with nothing but our own site; remembers what it asked others for. */
const open = async (options: BrowserContextOptions = {}, without: RegExp[] = []): Promise<{ page: Page; foreign: string[]; close(): Promise<void> }> => {
  const context = await browser.newContext({ reducedMotion: "reduce", ...options })
  const foreign: string[] = []
  await context.route("**/*", (route) => {
    const url = route.request().url()
    if (url.startsWith(`${site.url}/t/`)) return route.fulfill({ status: 204 })
    if (url.startsWith(site.url)) return without.some((pattern) => pattern.test(url)) ? route.abort() : route.continue()
    foreign.push(new URL(url).origin)
    return route.fulfill({ contentType: "text/javascript", body: "" })
  })
  return { page: await context.newPage(), foreign, close: () => context.close() }
}

describe("what is built", () => {
  test("two builds give the same bytes", async () => {
    const again = await buildSite()
    const [first, second] = [await filesOf(folder), await filesOf(again)]
    await rm(again, { recursive: true })
    expect([...second.keys()]).toEqual([...first.keys()])
    for (const [path, bytes] of first) expect(second.get(path)?.equals(bytes), path).toBe(true)
  })

  test("the types of the helpers are those of the plan", async () => expect(await readFile(typesFile, "utf8")).toBe(typesBefore))

  test("the prices on the site are the prices at Stripe", () => {
    const shown = plans.map(({ id, cents, link }) => [id, cents, link])
    const charged = Object.entries(standIns.stripe.links).map(([id, { itemId, amount }]) => [itemId, amount, `https://buy.stripe.com/${id}`])
    expect(charged).toEqual(shown)
  })

  test("every event of the plan is frozen in the lock file, with the same parameters", async () => {
    const lock = JSON.parse(await readFile(join(studio, "tagwright.lock.json"), "utf8"))
    const events = Object.entries(plan.events).map(([name, { since, required = [] }]) => [name, { since, required: required.toSorted() }])
    expect(lock.events).toEqual(Object.fromEntries(events))
  })
})

const measured = Object.values(plan.events).flatMap(({ on }) => (on && "click" in on ? [on.click] : on && "submit" in on ? [`${on.submit} *`] : []))
const waived = (plan.waivers ?? []).map((waiver) => waiver.selector)
/** Controls that no event and no waiver of the plan knows. */
const blindSpots = (page: Page) =>
  page
    .locator("a[href], button, input, select, textarea, summary")
    .evaluateAll((all, known) => all.filter((one) => !known.some((selector) => one.matches(selector))).map((one) => one.outerHTML), [...measured, ...waived])
const objections = (page: Page) => page.evaluate(async () => (await window.axe.run()).violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(" ")}`))

/** Links that lead nowhere on this site. */
const deadLinks = async (page: Page, path: string): Promise<string[]> => {
  const links = await page.locator("a[href^='/'], a[href^='#']").evaluateAll((all) => all.map((one) => (one instanceof HTMLAnchorElement ? one.href : "")))
  const ids = await page.locator("[id]").evaluateAll((all) => all.map((one) => `#${one.id}`))
  return [...new Set(links)].filter((link) => {
    const { pathname, hash } = new URL(link)
    return !paths.includes(pathname) || (hash !== "" && pathname === path && !ids.includes(hash))
  })
}

describe("T1 every page", () => {
  test.each(pages)("%s has the plan's sections, no dead link, no control without measure or waiver, and nothing axe objects to", async (_key, { path, sections = [] }) => {
    const { page, close } = await open()
    await page.goto(site.url + path)
    await page.locator("#cc-main .cm").waitFor()
    expect(await page.locator("[data-section]").evaluateAll((all) => all.map((one) => one.getAttribute("data-section")))).toEqual(sections)
    expect(await deadLinks(page, path)).toEqual([])
    expect(await blindSpots(page)).toEqual([])
    await page.addScriptTag({ content: axe })
    expect(await objections(page)).toEqual([])
    await page.locator("#cc-main .cm [data-role=necessary]").click()
    await page.locator("#cc-main .cm").waitFor({ state: "hidden" })
    await page.emulateMedia({ colorScheme: "dark" })
    expect(await objections(page)).toEqual([])
    await close()
  })
})

describe("for everybody", () => {
  test("no page is wider than a small phone", async () => {
    const { page, close } = await open({ viewport: { width: 360, height: 740 } })
    for (const path of paths) {
      await page.goto(site.url + path)
      expect(await page.evaluate(() => document.documentElement.scrollWidth), path).toBeLessThanOrEqual(360)
    }
    await close()
  })

  test("nobody but Tag Manager is asked for anything, before and after accepting", async () => {
    const { page, foreign, close } = await open()
    await page.goto(site.url)
    await page.locator("#cc-main .cm [data-role=all]").click()
    for (const path of paths) await page.goto(site.url + path)
    expect(new Set(foreign)).toEqual(new Set(["https://www.googletagmanager.com"]))
    await close()
  })
})

describe("P4 the banner", () => {
  test.each([360, 390, 1280])("rejecting is exactly as easy as accepting on a screen of %i", async (width) => {
    const { page, close } = await open({ viewport: { width, height: 800 } })
    await page.goto(site.url)
    const look = (role: string) =>
      page.locator(`#cc-main .cm [data-role=${role}]`).evaluate((button) => {
        const { width, height } = button.getBoundingClientRect()
        const { color, backgroundColor, fontSize, fontWeight, borderColor } = getComputedStyle(button)
        return { width: Math.round(width), height: Math.round(height), color, backgroundColor, fontSize, fontWeight, borderColor }
      })
    await page.locator("#cc-main .cm").waitFor()
    expect(await look("necessary")).toEqual(await look("all"))
    await expect(page.locator("#cc-main .cm [data-role=necessary]").isVisible()).resolves.toBe(true)
    await close()
  })

  test("the choice can be taken back at the foot of every page", async () => {
    const { page, close } = await open()
    await page.goto(`${site.url}/privacy/`)
    await page.locator("#cc-main .cm [data-role=all]").click()
    await page.getByRole("button", { name: "Cookie settings" }).click()
    await page.locator("#cc-main .pm [data-role=necessary]").click()
    expect(decodeURIComponent((await page.context().cookies()).find(({ name }) => name === "cc_cookie")?.value ?? "")).toContain('"categories":["necessary"]')
    await close()
  })
})

describe("T5 when measuring fails", () => {
  test.each<[string, RegExp[]]>([
    ["with the kit", []],
    ["without the kit", [/tagwright\/kit\.js/]],
  ])("%s the enquiry is answered, its mistakes are explained, and the checkout leads to Stripe", async (_what, without) => {
    const { page, close } = await open({}, without)
    const errors: string[] = []
    page.on("pageerror", (error) => errors.push(error.message))
    await page.goto(`${site.url}/contact/`)
    await page.locator("#cc-main .cm [data-role=necessary]").click()
    await page.fill("#lead-name", "Test Person")
    await page.fill("#lead-email", "nobody")
    await page.click("#lead button")
    await expect(page.locator("#lead-email-error").textContent()).resolves.toContain("does not look like an email")
    await page.fill("#lead-email", "test.person@example.org")
    await page.fill("#lead-message", "Three lines for Ida.")
    await page.click("#lead button")
    await page.getByText("It is on Ida’s desk").waitFor()
    await page.goto(`${site.url}/checkout/?plan=season`)
    await page.check("input[value=session]")
    await expect(page.locator("[data-order-price]").first().textContent()).resolves.toBe("€85")
    await expect(page.locator("[data-pay-link]").getAttribute("href")).resolves.toContain("test_studio_session")
    expect(errors).toEqual([])
    await close()
  })
})
