import { describe, expect, it } from "vitest"
import { choose, html, messages } from "./support/pages.ts"
import { shop } from "./support/plan.ts"
import { world } from "./support/world.ts"

const w = world(shop)

/** A visitor who has consented to everything, on this page. */
const open = async (body: string, path = "/") => {
  w.site.pages.set(path, html(body))
  const visitor = await w.visitor()
  await visitor.page.goto(w.site.url + path)
  await choose(visitor.page, ["necessary", "analytics", "marketing"])
  return { ...visitor, events: async () => (await messages(visitor.page)).filter(({ event }) => event !== "page_view") }
}

describe("D1.2 bindings without code", () => {
  it("tells a page view, and the view of a named page, with path and title", async () => {
    const { page } = await open("", "/pricing/")
    expect(await messages(page)).toEqual([
      { event: "page_view", page_path: "/pricing/", page_title: "Test page", test_mode: true },
      { event: "pricing_view", page_path: "/pricing/", test_mode: true },
    ])
  })

  it("fills section and link from the page; the nearest attribute wins", async () => {
    const { page, events } = await open(`
      <main data-section="outer" data-tw-param-note="far">
        <section data-section="inner" data-tw-param-note="near"><a class="cta" href="#go"> Book
          <b>now</b></a></section>
      </main>`)
    await page.click("b")
    expect(await events()).toEqual([{ event: "cta_click", section: "inner", note: "near", link_url: `${w.site.url}/#go`, link_text: "Book now", test_mode: true }])
  })

  it("counts an element once that both the plan and an attribute name", async () => {
    const { page, events } = await open(`<a class="cta" data-tw-event="cta_click" data-section="a" href="#x">Go</a>`)
    await page.click("a")
    expect(await events()).toHaveLength(1)
  })

  it("hears elements added later, and clicks that the page hides", async () => {
    const { page, events } = await open(`<div id="late"></div>`)
    await page.evaluate(() => {
      const button = Object.assign(document.createElement("button"), { className: "cta", textContent: "Late" })
      button.dataset["section"] = "late"
      button.addEventListener("click", (event) => event.stopImmediatePropagation())
      document.getElementById("late")?.append(button)
    })
    await page.click("button")
    expect(await events()).toMatchObject([{ event: "cta_click", section: "late", link_text: "Late" }])
  })

  it("reads a form: place, attributes, and personal fields that never reach the data layer", async () => {
    const { page, events } = await open(`
      <section data-section="contact"><form data-form-id="lead" action="javascript:void 0">
        <input data-tw-field="email" type="email" value="ada@example.com"><button>Send</button></form></section>`)
    await page.click("button")
    const lead = (await events()).find(({ event }) => event === "lead_submit")
    expect(lead).toMatchObject({ form_id: "lead", form_location: "home.contact" })
    expect(JSON.stringify(await events())).not.toContain("ada@")
    await expect.poll(() => w.site.batches.flatMap((b) => b.events).find((e) => e.name === "lead_submit")?.personal, { timeout: 10_000 }).toEqual({ email: "ada@example.com" })
  })

  it("tells the first focus of a form once, and a refused form once however many fields are wrong", async () => {
    const { page, events } = await open(`<form data-form-id="news"><input id="a" required><input id="b" required><button>Send</button></form>`)
    await page.focus("#a")
    await page.focus("#b")
    await page.click("button")
    expect((await events()).map(({ event, form_id }) => `${String(event)} ${String(form_id)}`)).toEqual(["form_start news", "form_error news"])
    await page.click("button")
    expect(await events()).toHaveLength(3)
  })

  it("tells a card that stays in view once, and not one that only flits by", async () => {
    const { page, events } = await open(`<div style="height:3000px"></div><div class="card" data-section="late" style="height:200px"></div><div style="height:3000px"></div>`)
    expect(await events()).toEqual([])
    await page.evaluate(() => document.querySelector(".card")?.scrollIntoView())
    await expect.poll(events, { timeout: 10_000 }).toContainEqual({ event: "card_view", section: "late", test_mode: true })
    await page.evaluate(() => scrollTo(0, 0))
    await page.evaluate(() => document.querySelector(".card")?.scrollIntoView())
    expect((await events()).filter(({ event }) => event === "card_view")).toHaveLength(1)
  })

  it("sees a card larger than the screen", async () => {
    const { events } = await open(`<div class="card" data-section="tall" style="height:9000px"></div>`)
    await expect.poll(events, { timeout: 10_000 }).toContainEqual({ event: "card_view", section: "tall", test_mode: true })
  })

  it("tells scroll depth, each mark once", async () => {
    const { page, events } = await open(`<div style="height:6000px"></div>`)
    await page.evaluate(() => scrollTo(0, 3000))
    await expect.poll(async () => (await events()).map((e) => e["percent_scrolled"]), { timeout: 10_000 }).toEqual([50])
    await page.evaluate(() => scrollTo(0, 6000))
    await expect.poll(async () => (await events()).map((e) => e["percent_scrolled"]), { timeout: 10_000 }).toEqual([50, 90])
  })

  it("hands the lead_id on: into a link at the click, into a form as a hidden field", async () => {
    const { page } = await open(`
      <a data-tw-decorate="client_reference_id" href="/pay?plan=a#top">Pay</a>
      <form data-tw-decorate="lead" action="javascript:void 0"><button>Send</button></form>`)
    const id = await page.evaluate("tagwright.leadId()")
    await page.evaluate(() => document.querySelector("a")?.addEventListener("click", (event) => event.preventDefault()))
    await page.click("a")
    expect(await page.getAttribute("a", "href")).toBe(`${w.site.url}/pay?plan=a&client_reference_id=${String(id)}#top`)
    await page.click("button")
    await page.click("button")
    expect(await page.evaluate(`[...document.querySelectorAll("input[name=lead]")].map((input) => input.value)`)).toEqual([id])
  })
})
