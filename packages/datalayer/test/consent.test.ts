import { describe, expect, it } from "vitest"
import { choose, html, messages, pushes } from "./support/pages.ts"
import { kitOf, shop } from "./support/plan.ts"
import { world } from "./support/world.ts"

const w = world(shop)

const denied = {
  ad_storage: "denied",
  ad_user_data: "denied",
  ad_personalization: "denied",
  analytics_storage: "denied",
  functionality_storage: "granted",
  personalization_storage: "denied",
  security_storage: "granted",
}

describe("P2 consent", () => {
  it("sets the default of all seven types per region before anything else", async () => {
    w.site.pages.set("/", html(""))
    const { page, errors } = await w.visitor()
    await page.goto(w.site.url)
    expect((await pushes(page)).slice(0, 2)).toEqual([
      ["consent", "default", { ...denied, analytics_storage: "granted", region: ["US"], wait_for_update: 500 }],
      ["consent", "default", { ...denied, wait_for_update: 500 }],
    ])
    expect(errors).toEqual([])
  })

  it("holds events back until the choice, then lets them go with the id they had, after the update", async () => {
    w.site.pages.set("/", html(`<a class="cta" href="#x" data-section="hero">Go</a>`))
    const { page } = await w.visitor()
    await page.goto(w.site.url)
    await page.click("a")
    expect(await messages(page)).toEqual([])
    expect(await page.evaluate("__tagwright.inspect().waiting")).toEqual(["page_view", "cta_click"])
    await choose(page, ["necessary", "analytics"])
    const all = await pushes(page)
    expect(all.slice(2, 5)).toEqual([{ test_mode: true }, ["consent", "update", { ...denied, analytics_storage: "granted" }], { event: "consent_update" }])
    expect((await messages(page)).map((m) => m["event"])).toEqual(["page_view", "cta_click"])
  })

  it("drops events before the choice when the plan says so", async () => {
    w.site.script = (await kitOf({ ...shop, consent: { ...shop.consent, beforeChoice: "drop" } })).script
    w.site.pages.set("/", html(""))
    const { page } = await w.visitor()
    await page.goto(w.site.url)
    await choose(page, ["necessary", "analytics"])
    expect(await messages(page)).toEqual([])
  })

  it("keeps nothing about the visitor before a choice and after a refusal", async () => {
    w.site.pages.set("/", html(""))
    const { page, cookies } = await w.visitor()
    await page.goto(`${w.site.url}/?utm_source=news`)
    expect(await page.evaluate(() => [document.cookie, ...Object.keys(localStorage), ...Object.keys(sessionStorage)])).toEqual([""])
    await choose(page, ["necessary"])
    expect((await cookies()).map((c) => c.name)).toEqual(["cc_cookie"])
    expect(await page.evaluate(() => Object.keys(localStorage))).toEqual([])
  })

  it("knows an earlier choice on the next page before the banner has loaded", async () => {
    w.site.pages.set("/", html(""))
    const { page } = await w.visitor()
    await page.goto(w.site.url)
    await choose(page, ["necessary", "analytics"])
    await page.reload()
    expect((await messages(page)).map((m) => m["event"])).toEqual(["page_view"])
    expect((await pushes(page)).filter((p) => Array.isArray(p) && p[1] === "update")).toHaveLength(1)
    await choose(page, ["necessary", "analytics"])
    expect((await pushes(page)).filter((p) => Array.isArray(p) && p[1] === "update")).toHaveLength(1)
  })

  it("removes ids and vendors' cookies when consent is withdrawn", async () => {
    w.site.pages.set("/", html(""))
    const { page, cookies } = await w.visitor()
    await page.goto(`${w.site.url}/?gclid=abc123`)
    await choose(page, ["necessary", "analytics", "marketing"])
    await page.evaluate(() => {
      for (const name of ["_ga", "_ga_STAG0001", "_fbp", "_gcl_au", "shop_basket"]) document.cookie = `${name}=1;path=/`
    })
    expect(await page.evaluate(() => Object.keys(localStorage))).toEqual(expect.arrayContaining(["tw_lead", "tw_touch"]))
    await choose(page, ["necessary"], "cc:onChange")
    expect((await cookies()).map((c) => c.name).sort()).toEqual(["cc_cookie", "shop_basket"])
    expect(await page.evaluate(() => Object.keys(localStorage))).toEqual([])
    await expect.poll(() => w.site.batches.at(-1)?.shared.consent, { timeout: 10_000 }).toEqual({ necessary: true, analytics: false, marketing: false })
  })

  it("lets Global Privacy Control beat a yes", async () => {
    w.site.pages.set("/", html("", `<script>Object.defineProperty(Navigator.prototype, "globalPrivacyControl", { get: () => true })</script>`))
    const { page } = await w.visitor()
    await page.goto(w.site.url)
    await choose(page, ["necessary", "analytics", "marketing"])
    expect(await page.evaluate("tagwright.consent.choice()")).toEqual({ necessary: true, analytics: true, marketing: false })
  })

  it("takes no consent from strangers in Object.prototype", async () => {
    w.site.pages.set("/", html("", `<script>Object.prototype.analytics = true</script>`))
    const { page } = await w.visitor()
    await page.goto(w.site.url)
    await page.evaluate("tagwright.consent.update({ marketing: true })")
    expect(await page.evaluate("tagwright.consent.choice()")).toEqual({ necessary: true, analytics: false, marketing: true })
  })

  it("ignores categories the plan does not have, also hostile ones", async () => {
    w.site.pages.set("/", html(""))
    const { page } = await w.visitor()
    await page.goto(w.site.url)
    await choose(page, ["__proto__", "constructor", "admin"])
    expect(await page.evaluate("tagwright.consent.choice()")).toEqual({ necessary: true, analytics: false, marketing: false })
  })
})
