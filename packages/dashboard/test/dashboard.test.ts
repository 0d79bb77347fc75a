import { readFileSync } from "node:fs"
import { createRequire } from "node:module"
import type { Browser, Page } from "playwright-core"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { launch } from "./support/chromium.ts"
import { sampleDocuments } from "./support/documents.ts"
import { codeFor, enrol } from "./support/people.ts"
import { aWeek, leadOf, prometheusFires, settled, troubles, visit } from "./support/visitors.ts"
import { startWorld, until, type World } from "./support/world.ts"

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8")
const ada = { name: "Ada Operator", password: "seven quiet paper boats" }

let world: World
let browser: Browser
let page: Page
let secret = ""
const faults: string[] = []
/** A refused sign-in and a screen that is not there are said by the browser too; everything else is a fault of ours. */
const watch = (watched: Page): Page => {
  watched.on("pageerror", (error) => void faults.push(error.message))
  watched.on("console", (message) => void (message.type() === "error" && !/status of (401|404)/.test(message.text()) && faults.push(message.text())))
  return watched
}
const open = async (path: string, on = page): Promise<void> => {
  await on.goto(`${world.server.url}/ops${path}`)
  await on.waitForSelector("main h1")
  await on.waitForSelector(".loading", { state: "detached" })
}

beforeAll(async () => {
  world = await startWorld({ documents: sampleDocuments() })
  browser = await launch()
  await aWeek(world, 24)
  await settled(world)
  await troubles(world)
  await settled(world)
  await prometheusFires(world)
  page = watch(await browser.newPage({ viewport: { width: 1280, height: 900 } }))
  await page.goto(world.server.setupLink ?? "")
  secret = await enrol(page, ada)
})
afterAll(async () => {
  await browser?.close()
  await world?.close()
})

const screens = ["", "/events", "/events?view=quarantine", "/deliveries", "/funnel", "/people", "/consent", "/release", "/containers", "/evidence", "/incidents", "/runbooks/alerts/DeadLetters?destination=crm", "/training", "/settings"]

interface Violation {
  id: string
  nodes: { target: unknown; failureSummary?: string }[]
}
const everything = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
/** What another colour scheme and another width can change. */
const contrast = ["color-contrast"]
const targets = ["target-size", "color-contrast", "scrollable-region-focusable"]
/** What axe finds, as lines. The evidence's own report is tested where it is made. */
const violations = async (on: Page, runOnly: readonly string[] = everything): Promise<string[]> => {
  // Through the driver, since the page's own policy lets nothing in.
  const session = await on.context().newCDPSession(on)
  await session.send("Runtime.evaluate", { expression: axe })
  await session.detach()
  const found = await on.evaluate(
    (rules) => (globalThis as unknown as { axe: { run(where: object, options: object): Promise<{ violations: Violation[] }> } }).axe.run({ exclude: [["iframe"]] }, { runOnly: [...rules] }),
    runOnly,
  )
  return found.violations.flatMap(({ id, nodes }) => nodes.map(({ target, failureSummary }) => `${id}: ${String(target)} ${failureSummary ?? ""}`))
}

describe("every screen", () => {
  it("is free of axe's findings, light, dark and narrow, and never scrolls sideways", async () => {
    const found: string[] = []
    for (const screen of screens) {
      await open(screen)
      for (const [scheme, width, rules] of [["light", 1280, everything], ["dark", 1280, contrast], ["light", 360, targets]] as const) {
        await page.emulateMedia({ colorScheme: scheme })
        await page.setViewportSize({ width, height: 900 })
        for (const line of await violations(page, rules)) found.push(`${screen || "/"} ${scheme} ${width}: ${line}`)
        const overflow = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)
        if (overflow > 0) found.push(`${screen || "/"} ${width}: ${overflow} px too wide`)
      }
      await page.emulateMedia({ colorScheme: "light" })
      await page.setViewportSize({ width: 1280, height: 900 })
    }
    expect(found).toEqual([])
    // 39 looks with axe: seconds on a free machine, a minute where many others work.
  }, 180_000)

  it("says that a list is on its way until its rows are there", async () => {
    const held = Promise.withResolvers<void>()
    await page.route("**/ops/api/log/events", (route) => held.promise.then(() => route.continue()))
    await page.goto(`${world.server.url}/ops/events`)
    await page.waitForSelector("main h1")
    expect(await page.isVisible("main [role=status][aria-label=Loading]")).toBe(true)
    held.resolve()
    await page.waitForSelector("main .loading", { state: "detached" })
    expect(await page.locator("a.row-link").count()).toBeGreaterThan(0)
    await page.unroute("**/ops/api/log/events")
  })

  it("works without a mouse: skip link, menu, rows, help", async () => {
    await open("/events")
    await page.keyboard.press("Tab")
    expect(await page.evaluate(() => document.activeElement?.textContent)).toBe("Skip to content")
    await page.keyboard.press("Enter")
    expect(await page.evaluate(() => document.activeElement?.tagName)).toBe("H1")
    await page.keyboard.press("j")
    await page.keyboard.press("j")
    await page.keyboard.press("k")
    await page.keyboard.press("Enter")
    await page.waitForURL(/\/ops\/events\/\d+$/)
    await page.keyboard.press("?")
    expect(await page.isVisible("dialog.help")).toBe(true)
    await page.keyboard.press("Escape")
    await page.waitForSelector("dialog.help", { state: "hidden" })
    await page.keyboard.press("d")
    await page.waitForURL(/\/ops\/deliveries$/)
  })
})

describe("signing in", () => {
  it("says one sentence when something was wrong, and lets the right person in", async () => {
    const other = watch(await (await browser.newContext()).newPage())
    await other.goto(`${world.server.url}/ops/deliveries?state=dead`)
    await other.fill("input[name=name]", ada.name)
    await other.fill("input[name=password]", "not the password")
    await other.fill("input[name=code]", "000000")
    await other.click("button[type=submit]")
    await other.waitForSelector("[role=alert]")
    expect(await other.textContent("[role=alert]")).toContain("That did not match")
    expect(await violations(other)).toEqual([])
    // The code of the enrolment was used; the clock goes on to the next one.
    world.clock.set(Date.now() + 60_000)
    await other.fill("input[name=password]", ada.password)
    await other.fill("input[name=code]", codeFor(secret, world.clock.now()))
    await other.click("button[type=submit]")
    await other.waitForSelector(".group-head")
    expect(new URL(other.url()).search).toBe("?state=dead")
    await other.click("text=Sign out")
    await other.waitForSelector("input[name=password]")
    await other.context().close()
  })
})

describe("an operator", () => {
  it("sees what needs a person, finds the cause, and replays all of it at once", async () => {
    await open("")
    await page.click("text=/dead letters? for crm/")
    await page.waitForURL(/state=dead/)
    expect(new URL(page.url()).searchParams.get("destination")).toBe("crm")
    expect(new URL(page.url()).searchParams.get("reason")).toBe("secret_missing")
    world.setSecret("HUBSPOT_TOKEN", "hubspot-token")
    const group = page.locator(".groups > li", { hasText: "secret_missing" })
    await group.getByText("Replay all").click()
    await settled(world)
    await until(() => world.ask("deliveries?state=dead&destination=crm"), (value) => JSON.stringify(value) === '{"deliveries":[]}')
    await page.waitForSelector("text=No delivery fits.")
    const { records } = (await world.ask("audit")) as { records?: unknown }
    expect(records).toBeUndefined()
    expect(JSON.stringify(await world.ask("audit"))).toContain("destination crm, reason secret_missing")
  })

  it("takes an alert on in their own name", async () => {
    await open("")
    await page.click("text=DeadLetters fires and nobody has acknowledged it")
    await page.waitForURL(/\/ops\/incidents/)
    const alert = page.locator(".rows > li", { hasText: "firing" }).first()
    await alert.getByRole("button", { name: "Acknowledge" }).click()
    await page.waitForSelector("text=acknowledged by Ada Operator")
    expect(JSON.stringify(await world.ask("alerts"))).toContain('"acknowledgedBy":"Ada Operator"')
  })

  it("sees people and money of the week in the funnel and the figures", async () => {
    await open("/funnel")
    await page.waitForSelector("table[class=list]")
    const purchase = page.locator(".bars li", { hasText: "purchase" })
    // Four bought; two of them were seen in every step before.
    expect(Number.parseInt((await purchase.locator(".bar-value").textContent()) ?? "", 10)).toBe(2)
    await page.waitForSelector("text=€")
    await open("/figures")
    await page.click("text=Parameter accuracy")
    await page.waitForSelector("text=What kept it from being perfect")
    expect(await page.locator(".rows > li").count()).toBe(2)
  })

  it("reads why events did not fit the plan", async () => {
    await open("")
    await page.click("text=/did not fit the plan today/")
    await page.waitForSelector("text=missing:page_title")
    expect(await page.locator(".rows > li").count()).toBe(2)
  })

  it("opens one delivery and reads every attempt", async () => {
    await open("/deliveries?state=dead&destination=newsletter")
    await page.click("a.row-link")
    await page.waitForSelector(".tries")
    expect(await page.locator(".try").count()).toBe(3)
    expect(await page.textContent(".tries")).toContain("http_503")
  })

  it("sees new events by themselves, and nothing moves once older ones are read", async () => {
    await open("/events?event=faq_open")
    await page.waitForSelector("text=No event fits.")
    await visit(world, 400, [{ name: "faq_open", params: { question_id: "refund", section: "faq" } }])
    await page.waitForSelector("text=faq_open >> nth=1")
    expect(await page.locator(".rows > li").count()).toBe(1)
  })

  it("keeps filters in the address, and what is written there by hand too", async () => {
    await open("/deliveries")
    await page.selectOption("select >> nth=0", "delivered")
    await page.waitForURL(/state=delivered/)
    await page.waitForFunction(() => [...document.querySelectorAll(".rows .status")].every((one) => one.textContent?.includes("Delivered")))
    await open("/events?event=%3Cscript%3Ealert(1)%3C/script%3E")
    await page.waitForSelector("text=No event fits.")
  })
})

describe("hostile values", () => {
  it("stay text on every screen that shows them", async () => {
    const evil = `"><img src=x onerror="document.title='owned'"><script>document.title='owned'</script>`
    await visit(world, 401, [{ name: "nav_click", params: { link_url: "https://northlight.example/?q=%3Cscript%3E", link_text: evil, section: "{{constructor}}" }, path: `/?x=${encodeURIComponent(evil)}` }])
    await open("/events?event=nav_click")
    await page.click("a.row-link")
    await page.waitForSelector("text=onerror")
    await page.click("text=Journey of")
    await page.waitForSelector(".timeline")
    expect(await page.title()).not.toBe("owned")
    expect(await page.locator("main img").count()).toBe(0)
    expect(await page.locator("main script").count()).toBe(0)
  })
})

describe("a report that was tampered with", () => {
  it("runs in a sandbox: it reaches neither the page around it, nor a cookie, nor the interface", async () => {
    await open("/evidence")
    const report = page.frameLocator("iframe.report")
    await report.getByText("api shut").waitFor()
    expect(await report.locator("#said").textContent()).toBe("parent shut, cookie shut, storage shut, api shut")
    const src = (await page.getAttribute("iframe.report", "src")) ?? ""
    expect((await fetch(world.server.url + src)).headers.get("content-security-policy")).toContain("sandbox allow-scripts")
    expect((await fetch(world.server.url + src.replace(/report\/[^/]+/, "report/guessed"))).status).toBe(404)
    expect((await fetch(`${world.server.url + src}/../..%2f..%2fops.sqlite`)).status).toBe(404)
    // What the policy refused there is said in the console; it is what was to be shown.
    faults.splice(0, faults.length, ...faults.filter((fault) => !/sandbox|Content Security Policy|connect-src/i.test(fault)))
  })
})

describe("a viewer", () => {
  it("follows one person without learning who it is, and finds no button that acts", async () => {
    const { link } = (await world.tell("accounts", { name: "Vera Viewer", role: "viewer" })) as { link: string }
    const other = watch(await (await browser.newContext()).newPage())
    world.clock.set(Date.now())
    await other.goto(link)
    await enrol(other, { name: "Vera Viewer", password: "four tall green bottles" })
    expect(await other.getByText("Settings", { exact: true }).count()).toBe(0)
    await open("/deliveries?state=dead", other)
    await other.waitForSelector(".groups")
    expect(await other.getByRole("button", { name: /Replay|Discard/ }).count()).toBe(0)
    await open("/events?event=lead_submit", other)
    await other.click("a.row-link")
    await other.waitForSelector("text=Your role does not show")
    await other.click("text=Journey of")
    await other.waitForSelector(".timeline")
    const shown = (await other.textContent("main")) ?? ""
    for (const person of [0, 4, 8, 304, 305, 306, 307]) expect(shown).not.toContain(leadOf(person))
    expect(shown).not.toMatch(/gclid|lead_id|email:/)
    expect(decodeURIComponent(other.url())).not.toContain("5d0c9a1e")
    await open("/settings", other)
    await other.waitForSelector("text=Your role does not allow this")
    await other.context().close()
  })
})

it("no script failed and no policy was broken all along", () => expect(faults).toEqual([]))
