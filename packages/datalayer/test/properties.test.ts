import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { choose, html, messages, pushes } from "./support/pages.ts"
import { resolved, shop } from "./support/plan.ts"
import { world } from "./support/world.ts"

const w = world(shop)
const plan = resolved(shop)
const all = ["necessary", "analytics", "marketing"]

const open = async (body = "") => {
  w.site.pages.set("/", html(body))
  const visitor = await w.visitor()
  await visitor.page.goto(w.site.url)
  await choose(visitor.page, all)
  return visitor
}
const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === "object" && value !== null && !Array.isArray(value)

const names = fc.oneof(fc.constantFrom("checkout", "cta_click", "lead_submit", "page_view", "__proto__", "constructor"), fc.string({ maxLength: 20 }))
const keys = fc.oneof(fc.constantFrom("value", "currency", "items", "gift", "code", "note", "section", "__proto__", "constructor", "event", "event_id"), fc.string({ maxLength: 10 }))
const values = fc.oneof(fc.jsonValue({ maxDepth: 3 }), fc.double(), fc.constantFrom("EUR", "12.50", "true", "AB1", "ada@example.com", "x".repeat(5_000)))
const calls = fc.tuple(names, fc.oneof(fc.dictionary(keys, values, { maxKeys: 6 }), fc.jsonValue({ maxDepth: 2 })))

/** As Tag Manager's model takes a message: a list merges into a list place by place, all else replaces. */
const merge = (model: Record<string, unknown>, message: Record<string, unknown>): void => {
  for (const [key, value] of Object.entries(message)) {
    const before = model[key]
    model[key] = Array.isArray(before) && Array.isArray(value) ? [...value, ...before.slice(value.length)] : value
  }
}

describe("whatever a page hands in", () => {
  it("never throws, and only what the plan declares comes out", async () => {
    const { page, errors } = await open()
    const given = fc.sample(calls, { numRuns: 600, seed: 42 })
    await page.evaluate((list) => {
      for (const [name, params] of list) Reflect.get(window, "tagwright").track(name, params)
    }, JSON.parse(JSON.stringify(given)))
    expect(errors).toEqual([])
    const found = await messages(page)
    expect(found.length).toBeGreaterThan(50)
    for (const { event, test_mode: _, lead_id: _id, ...params } of found) {
      const rule = plan.events[String(event)]
      expect(rule?.source).toBe("browser")
      const declared = [...(rule?.required ?? []), ...(rule?.optional ?? [])]
      for (const [key, value] of Object.entries(params)) {
        expect(declared, String(event)).toContain(key)
        expect(plan.parameters[key]?.privacy).toBe("none")
        if (typeof value === "string") expect(value.length).toBeLessThanOrEqual(1_000)
        expect(JSON.stringify(value)).not.toContain("ada@")
      }
    }
    expect(await page.evaluate("Object.keys(Object.prototype).length + Object.keys(Array.prototype).length")).toBe(0)
    expect(await page.evaluate("JSON.stringify(__tagwright.inspect().problems)")).not.toContain("ada@")
  })

  it("leaves in Tag Manager's model just what the last event of a kind carried, never a rest of an earlier one", async () => {
    const { page } = await open()
    const basket = fc.record({ value: fc.nat(), currency: fc.constant("EUR"), items: fc.array(fc.record({ item_id: fc.constantFrom("a", "b"), price: fc.nat() }), { maxLength: 3 }), note: fc.constantFrom("n", "m"), gift: fc.boolean() }, { requiredKeys: ["value", "currency"] })
    const given = fc.sample(basket, { numRuns: 80, seed: 7 })
    await page.evaluate((list) => {
      Reflect.set(window, "dataLayer", [])
      for (const params of list) Reflect.get(window, "tagwright").track("checkout", params)
      // What is undone is undefined, which JSON would leave out.
      Reflect.set(window, "dataLayer", Reflect.get(window, "dataLayer").map((message: object) => Object.fromEntries(Object.entries(message).map(([key, value]) => [key, value ?? "gone"]))))
    }, given)
    const model: Record<string, unknown> = {}
    let at = 0
    for (const message of (await pushes(page)).filter(isRecord)) {
      merge(model, message)
      if (message["event"] !== "checkout") continue
      const { items, ...rest } = given[at++] ?? {}
      const carried = { ...rest, ...(items?.[0] && { items }) }
      for (const key of ["value", "currency", "items", "note", "gift"] as const) expect(model[key] === "gone" ? undefined : model[key]).toEqual(Reflect.get(carried, key))
    }
    expect(at).toBe(given.length)
  })

  it("does not mind what stands in storage under its names", async () => {
    const { page, errors } = await open()
    const junk = fc.sample(fc.record({ lead: fc.oneof(fc.json(), fc.string()), touch: fc.oneof(fc.json(), fc.string()), queue: fc.oneof(fc.json(), fc.string()) }), { numRuns: 15, seed: 3 })
    for (const { lead, touch, queue } of junk) {
      await page.evaluate(([a, b, c]) => {
        document.cookie = "tw_lead=;path=/;max-age=0"
        for (const [key, value] of [["tw_lead", a], ["tw_touch", b], ["tw_q.x", c]] as const) localStorage.setItem(key, value ?? "")
      }, [lead, touch, queue] as const)
      await page.reload()
      expect(await page.evaluate("/^[\\w-]{8,64}$/.test(tagwright.leadId())")).toBe(true)
      await page.evaluate(`tagwright.track("checkout", { value: 1, currency: "EUR" })`)
      expect((await messages(page)).at(-1)).toMatchObject({ event: "checkout", value: 1 })
    }
    expect(errors).toEqual([])
  })

  it("takes no attribute for code or for a selector", async () => {
    const evil = [`"]`, `x"],*[y="`, `<img src=x onerror=window.hurt=1>`, `__proto__`, `javascript:window.hurt=1`, `\\`, `' or 1`]
    const body = evil.map((text, at) => {
      const value = text.replaceAll("&", "&amp;").replaceAll('"', "&quot;")
      return `<a id="a${at}" href="#" data-tw-event="${value}" data-tw-on="click" data-tw-decorate="${value}" data-section="${value}">x</a>
        <form id="f${at}" action="javascript:void 0" data-tw-event="cta_click" data-tw-decorate="${value}" data-tw-param-note="${value}" data-section="${value}"><button id="b${at}">x</button></form>`
    })
    const { page, errors } = await open(body.join(""))
    await page.evaluate(() => addEventListener("click", (event) => event.target instanceof Element && event.target.closest("a") && event.preventDefault()))
    for (const at of evil.keys()) {
      await page.click(`#a${at}`)
      await page.click(`#b${at}`)
    }
    expect(await page.evaluate("window.hurt")).toBeUndefined()
    expect(errors).toEqual([])
    expect((await messages(page)).filter(({ event }) => event === "cta_click").map(({ section }) => section)).toEqual(evil)
  })
})
