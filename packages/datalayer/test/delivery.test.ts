import { describe, expect, it } from "vitest"
import { choose, html } from "./support/pages.ts"
import { shop } from "./support/plan.ts"
import { world } from "./support/world.ts"

const w = world(shop)
const soon = { timeout: 15_000 }
const all = ["necessary", "analytics", "marketing"]

const open = async (categories: string[], body = "", query = "") => {
  w.site.pages.set("/", html(body))
  w.site.pages.set("/next", "<p>next</p>")
  const visitor = await w.visitor()
  await visitor.page.goto(`${w.site.url}/${query}`)
  await choose(visitor.page, categories)
  return visitor
}
const burst = (count: number) => `for (let i = 0; i < ${count}; i++) tagwright.track("checkout", { value: i, currency: "EUR" })`
/** As the server sees them: what comes twice, because the answer was lost when the page was left, counts once by its id. */
const arrived = () => [...new Map(w.site.batches.flatMap((b) => b.events).map((e) => [e.id, e])).values()]
const values = (): unknown[] => arrived().flatMap((e) => (e.name === "checkout" ? [e.params["value"]] : []))
const count = (from: number, to: number): number[] => Array.from({ length: to - from }, (_, i) => from + i)

describe("T5 delivery", () => {
  it("sends what the batch's events share once, with ids and campaign only as far as consented", async () => {
    const { page } = await open(all, "", "?utm_source=news&gclid=g1")
    await page.evaluate(`document.cookie = "_ga=GA1.1.123.456;path=/"; document.cookie = "_ga_STAG0001=GS2.1.s789$o1$g0;path=/"; ${burst(1)}`)
    await expect.poll(values, soon).toEqual([0])
    const batch = w.site.batches.at(-1)
    expect(batch).toMatchObject({
      v: 1,
      shared: {
        client_id: "123.456",
        session_id: "789",
        test_mode: true,
        consent: { necessary: true, analytics: true, marketing: true },
        first_touch: { params: { utm_source: "news", gclid: "g1" } },
      },
    })
    expect(batch?.shared.lead_id).toBe(await page.evaluate("tagwright.leadId()"))
  })

  it("tells the server of a refusal, and nothing that nobody there may have", async () => {
    const { page } = await open(["necessary"])
    await page.evaluate(burst(3))
    await expect.poll(() => w.site.batches.length, soon).toBe(1)
    await page.goto(`${w.site.url}/next`)
    expect(w.site.batches).toMatchObject([{ shared: { consent: { necessary: true, analytics: false, marketing: false } }, events: [] }])
    expect(w.site.batches[0]?.shared).not.toHaveProperty("client_id")
    expect(w.site.batches[0]?.shared).not.toHaveProperty("first_touch")
  })

  it("sends the form a person submitted also after a refusal, and finds the person again by the same lead_id", async () => {
    const { page } = await open(["necessary"], `<form data-form-id="lead" action="/next"><input data-tw-field="email" value="ada@example.com"><button>Send</button></form>`)
    const id = await page.evaluate("tagwright.leadId()")
    await page.click("button")
    await page.waitForURL(/next/)
    await expect.poll(arrived, soon).toMatchObject([{ name: "lead_submit", personal: { email: "ada@example.com" } }])
    await page.goto(w.site.url)
    expect(await page.evaluate("tagwright.leadId()")).toBe(id)
  })

  it("keeps personal values from a server none of whose destinations may have them", async () => {
    const { page } = await open(["necessary", "analytics"], `<form data-form-id="news" action="javascript:void 0"><input data-tw-field="email" value="ada@example.com"><button>Send</button></form>`)
    await page.click("button")
    await expect.poll(() => w.site.events(), soon).toContain("news_submit")
    expect(JSON.stringify(w.site.batches)).not.toContain("ada@")
  })

  it("loses none of 20 events when the page is left at once", async () => {
    const { page } = await open(all)
    await page.evaluate(`${burst(20)}; location.href = "/next"`)
    await page.waitForURL(/next/)
    await expect.poll(() => values().length, soon).toBe(20)
    expect(values()).toEqual(count(0, 20))
  })

  it("loses none of 20 events when the tab is closed at once", async () => {
    const { page } = await open(all)
    await page.evaluate(burst(20))
    await page.close()
    await expect.poll(() => values().length, soon).toBe(20)
  })

  it("brings a thousand events over in order", async () => {
    const { page } = await open(all)
    await page.evaluate(burst(1_000))
    await expect.poll(() => values().length, soon).toBe(1_000)
    expect(values()).toEqual(count(0, 1_000))
  })

  it.each([["answers 500", 500], ["is gone", "reset"]] as const)("keeps events over page loads while the server %s, without personal values", async (_, answer) => {
    w.site.answer = answer
    const { page } = await open(all, `<form data-form-id="lead" action="javascript:void 0"><input data-tw-field="email" value="ada@example.com"><button>Send</button></form>`)
    await page.click("button")
    await page.evaluate(burst(5))
    await expect.poll(() => page.evaluate("JSON.stringify(localStorage)"), soon).toContain("lead_submit")
    expect(await page.evaluate("JSON.stringify(localStorage)")).not.toContain("ada@")
    await page.goto(`${w.site.url}/next`)
    w.site.answer = 200
    await page.goto(w.site.url)
    await expect.poll(() => values().length, soon).toBe(5)
    expect(new Set(w.site.events())).toContain("lead_submit")
    await expect.poll(() => page.evaluate("Object.keys(localStorage).filter((k) => k.startsWith('tw_q')).length"), soon).toBe(0)
  })

  it("gives up an event that the server will never take", async () => {
    w.site.answer = 400
    const { page } = await open(all)
    await page.evaluate(burst(1))
    await expect.poll(() => page.evaluate("Object.keys(localStorage).filter((k) => k.startsWith('tw_q')).length"), soon).toBe(0)
  })

  it("does not mind garbage where its queue was", async () => {
    const { page, errors } = await open(all)
    await page.evaluate(`localStorage.setItem("tw_q.x", '[1,null,{"id":5},{"id":"a","name":"n","page":{},"params":{}}]'); localStorage.setItem("tw_q.y", "{"); localStorage.setItem("tw_touch", '{"first":3}')`)
    await page.reload()
    await expect.poll(() => w.site.events(), soon).toContain("n")
    expect(errors).toEqual([])
  })
})
