import { describe, expect, it } from "vitest"
import { choose, html, messages } from "./support/pages.ts"
import { shop } from "./support/plan.ts"
import type { Visitor } from "./support/tab.ts"
import { world } from "./support/world.ts"

const w = world(shop)
const all = ["necessary", "analytics", "marketing"]

let same: Visitor | undefined
/** The same visitor for many tests: a fresh one costs a second. */
const regular = async (): Promise<Visitor> => (same ??= await w.visitor({ stay: true }))

/** A page whose browser lacks something, from before the kit starts. */
const open = async (breakage = "", choice = all, someone: () => Promise<Visitor> = () => w.visitor()) => {
  w.site.pages.set("/", html(`<button class="cta" data-section="s" onclick="window.worked = true">Go</button>`, `<script>${breakage}</script>`))
  const visitor = await someone()
  visitor.errors.length = 0
  await visitor.page.goto(w.site.url)
  await choose(visitor.page, choice)
  return visitor
}
const problems = "__tagwright.inspect().problems.map((p) => [p.event, p.code, p.detail].filter(Boolean).join(' '))"

describe("T5 D1.5 the kit never breaks the page", () => {
  it.each([
    ["localStorage throws", `Object.defineProperty(window, "localStorage", { get() { throw new DOMException("no", "SecurityError") } })`],
    ["storage is full", `Storage.prototype.setItem = () => { throw new DOMException("full", "QuotaExceededError") }`],
    ["crypto is missing", `Object.defineProperty(window, "crypto", { value: undefined })`],
    ["beacons are missing", `Navigator.prototype.sendBeacon = undefined`],
    ["beacons throw", `Navigator.prototype.sendBeacon = () => { throw new Error("no") }`],
    ["fetch is missing", `window.fetch = undefined`],
    ["timeouts of signals are missing", `AbortSignal.timeout = undefined`],
    ["observers are missing", `window.IntersectionObserver = undefined; window.MutationObserver = undefined`],
    ["the console throws", `console.warn = () => { throw new Error("no") }`],
    ["the data layer is frozen", `window.dataLayer = Object.freeze([])`],
    ["the data layer is text", `window.dataLayer = "mine"`],
    ["the data layer is a hostile proxy", `window.dataLayer = new Proxy([], { get(t, k) { if (k === "push") throw new Error("no"); return t[k] } })`],
    ["Array.prototype got strangers", `Array.prototype.stranger = () => 1; Object.prototype.stranger = "x"`],
  ])("when %s", async (_, breakage) => {
    const { page, errors } = await open(breakage, all, regular)
    await page.click("button")
    await page.evaluate(`tagwright.track("checkout", { value: 1, currency: "EUR" })`)
    expect(await page.evaluate("window.worked")).toBe(true)
    expect(await page.evaluate("typeof tagwright.leadId()")).toBe("string")
    expect(errors).toEqual([])
  })

  it("keeps the lead_id when cookies are refused", async () => {
    const noCookies = `Object.defineProperty(Document.prototype, "cookie", { get() { throw new Error("no") }, set() { throw new Error("no") } })`
    w.site.pages.set("/", html("", `<script>${noCookies}</script>`))
    const { page } = await w.visitor()
    await page.goto(w.site.url)
    await page.evaluate("tagwright.consent.update({ analytics: true })")
    const id = await page.evaluate("tagwright.leadId()")
    await page.reload()
    expect(await page.evaluate("tagwright.leadId()")).toBe(id)
  })

  it("restores the lead_id's cookie from storage, as after Safari's seven days, and storage from the cookie", async () => {
    const { page, cookies, clearCookie } = await open()
    const id = await page.evaluate("tagwright.leadId()")
    await clearCookie("tw_lead")
    await page.reload()
    expect((await cookies()).find((c) => c.name === "tw_lead")?.value).toBe(id)
    await page.evaluate("localStorage.clear()")
    await page.reload()
    expect(await page.evaluate(`JSON.parse(localStorage.getItem("tw_lead"))`)).toBe(id)
    const cookie = (await cookies()).find((c) => c.name === "tw_lead")
    expect((cookie?.expires ?? 0) - Date.now() / 1000).toBeGreaterThan(364 * 86_400)
  })

  it("settles on one lead_id when two tabs start at once", async () => {
    const { page, newTab } = await open()
    const other = await newTab()
    await other.goto(w.site.url)
    await page.evaluate(`document.cookie = "tw_lead=;max-age=0;path=/"; localStorage.clear()`)
    await Promise.all([page.reload(), other.reload()])
    const ids = () => Promise.all([page, other].map((tab) => tab.evaluate("tagwright.leadId()")))
    await expect.poll(async () => new Set(await ids()).size, { timeout: 10_000 }).toBe(1)
  })

  it("leaves three names on the window, and no other", async () => {
    const names = async (script: string): Promise<string[]> => {
      w.site.pages.set("/", `<script>${script}</script>`)
      const { page } = await w.visitor()
      await page.goto(w.site.url)
      return page.evaluate(() => Object.keys(window))
    }
    const bare = new Set(await names(""))
    expect((await names(w.site.script)).filter((name) => !bare.has(name)).sort()).toEqual(["__tagwright", "dataLayer", "tagwright"])
  })

  it("uses the data layer that stands there when it pushes", async () => {
    const { page } = await open()
    await page.evaluate("window.dataLayer = []")
    await page.click("button")
    expect(await messages(page)).toMatchObject([{ event: "cta_click" }])
  })
})

describe("D1.3 wrong use is reported by name and never with the value", () => {
  it.each([
    [`tagwright.track("chekout", {})`, "chekout unknown"],
    [`tagwright.track("__proto__", {})`, "__proto__ unknown"],
    [`tagwright.track("purchase", { value: 1, currency: "EUR" })`, "purchase unknown"],
    [`tagwright.track("checkout", { value: 1 })`, "checkout missing currency"],
    [`tagwright.track("checkout", { value: "dear", currency: "EUR" })`, "checkout invalid value"],
    [`tagwright.track("checkout", { value: 1, currency: "euro" })`, "checkout invalid currency"],
    [`tagwright.track("checkout", { value: 1, currency: "EUR", code: "abc" })`, "checkout invalid code"],
    [`tagwright.track("checkout", { value: 1, currency: "EUR", color: "red" })`, "checkout unknown color"],
    [`tagwright.track("checkout", { value: 1, currency: "EUR", note: "ada@example.com" })`, "checkout personal note"],
    [`tagwright.track("checkout", { value: 1, currency: "EUR", items: [{ item_id: "ada@example.com" }] })`, "checkout personal items"],
    [`tagwright.track("checkout", { get value() { throw new TypeError("mine") } })`, "threw TypeError"],
    [`tagwright.track("checkout", new Proxy({}, { ownKeys() { throw new RangeError("mine") } }))`, "threw RangeError"],
    [`tagwright.consent.update("all")`, "invalid consent.update"],
    [`tagwright.consent.update(null)`, "invalid consent.update"],
    [`tagwright.track()`, "undefined unknown"],
  ])("%s", async (call, report) => {
    const { page, errors } = await open("", all, regular)
    await page.evaluate(call)
    expect(await page.evaluate(problems)).toEqual([report])
    expect(errors).toEqual([])
  })

  it("loses no valid value for the sake of a wrong one", async () => {
    const { page } = await open()
    await page.evaluate(`const loop = {}; loop.self = loop
      tagwright.track("checkout", { value: "12.50", currency: "EUR", gift: "true", code: "AB1", note: "x".repeat(1e6), items: [loop, { item_id: "a", price: "3", evil: "x" }, null] })`)
    expect((await messages(page)).at(-1)).toEqual({
      event: "checkout", value: 12.5, currency: "EUR", gift: true, code: "AB1", note: "x".repeat(20), items: [{ item_id: "a", price: 3 }], test_mode: true,
    })
  })

  it("undoes what Tag Manager would keep or merge from the message before", async () => {
    const { page } = await open()
    await page.evaluate(`window.dataLayer = []
      tagwright.track("checkout", { value: 1, currency: "EUR", note: "n", items: [{ item_id: "a" }, { item_id: "b" }] })
      tagwright.track("checkout", { value: 2, currency: "EUR", items: [{ item_id: "c" }] })`)
    expect(await page.evaluate("dataLayer.length")).toBe(3)
    expect(await page.evaluate("Object.entries(dataLayer[1])")).toEqual([["items", undefined], ["note", undefined]])
  })

  it("stays quiet in production", async () => {
    const script = w.site.script.replaceAll("127.0.0.1", "elsewhere.example").replaceAll("shop.example", "127.0.0.1")
    w.site.script = script
    w.site.pages.set("/", html("", `<script>window.said = []; for (const way of ["log", "info", "warn", "error", "debug"]) console[way] = (...words) => said.push(words.join(" "))</script>`))
    const { page } = await w.visitor()
    await page.goto(w.site.url)
    await page.evaluate(`tagwright.track("nothing")`)
    expect(await page.evaluate("window.said")).toEqual([])
    expect(await page.evaluate("__tagwright.inspect().test_mode")).toBe(false)
  })

  it("survives 10,000 pushes in a row, before and after the choice", async () => {
    const { page, errors } = await open("", [])
    await page.evaluate(`for (let i = 0; i < 10000; i++) tagwright.track("checkout", { value: i, currency: "EUR" })`)
    expect(errors).toEqual([])
    expect(await page.evaluate("__tagwright.inspect().pushes.length")).toBe(50)
  })
})
