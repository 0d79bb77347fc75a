import { readFile } from "node:fs/promises"
import { join } from "node:path"
import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { findBrowser } from "@tagwright/qa"
import { chromium } from "playwright-core"
import { deployTo, startProduction, type Production } from "./journey/production.ts"
import { releaseJourney } from "./journey/release.ts"
import { openRun } from "./open-run.ts"
import { complaints, copyOfStudio, redGates, rehearse, runStudio, tagwright } from "./studio.ts"

/** A whole run in a real browser; on a busy machine it takes minutes. */
const patience = 600_000

let studio: Awaited<ReturnType<typeof copyOfStudio>>
let production: Production
beforeAll(async () => {
  studio = await copyOfStudio("all")
  production = await startProduction()
  await studio.edit("tagwright.plan.ts", (plan) => deployTo(production.folder, plan))
  await rehearse(studio.folder)
})
afterAll(async () => {
  await production.close()
  await studio.remove()
})

describe("the main job on the example", () => {
  test("every required gate is green, and the second run repeats nothing", async () => {
    const first = await runStudio(studio.folder)
    expect(redGates(first.gates), complaints(first.gates)).toEqual({})
    expect(first.code).toBe(0)
    // Whoever signed in between has signed this very decision.
    const decision = join(studio.folder, ".tagwright/evidence/decision.json")
    const before = await readFile(decision, "utf8")
    const second = await runStudio(studio.folder)
    expect(second.code).toBe(0)
    expect(await readFile(decision, "utf8")).toBe(before)
    for (const stage of ["A2", "A3", "A4", "A5", "A6"]) expect(second.err).toMatch(new RegExp(`^${stage} .*: unchanged`, "m"))
  }, patience)

  test("left open, the site can be clicked through while the live page shows it, and Ctrl-C ends it", async () => {
    const open = await openRun(studio.folder)
    const { urls } = open
    expect(Object.keys(urls)).toEqual(["site", "server", "report", "live", "dashboard"])
    expect((await fetch(new URL("readyz", urls["server"]))).status).toBe(200)
    expect(await (await fetch(urls["report"] ?? "")).text()).toContain("Northlight Studio")
    const browser = await chromium.launch({ executablePath: findBrowser("chromium") ?? "", args: process.getuid?.() === 0 ? ["--no-sandbox"] : [] })
    try {
      const context = await browser.newContext()
      // The site's own recorder answers vendors: what still wants to leave this machine would be caught here.
      const strangers: string[] = []
      context.on("request", (request) => void (/^(http:\/\/127\.0\.0\.1|data:|blob:)/.test(request.url()) || strangers.push(request.url())))
      const live = await context.newPage()
      await live.goto(urls["live"] ?? "")
      const site = await context.newPage()
      await site.goto(urls["site"] ?? "")
      await site.getByRole("button", { name: /accept/i }).first().click()
      await site.locator("[data-tw-event=cta_click]").first().click()
      await live.getByText("cta_click").first().waitFor()
      await live.getByText("Meta — page_view").first().waitFor()
      expect(await live.getByText(/failed/i).count()).toBe(0)
      expect(strangers).toEqual([])
    } finally {
      await browser.close()
    }
    expect(await open.interrupt()).toBe(0)
  }, patience)

  test("the evidence is sealed, with a report that can be opened anywhere", async () => {
    const evidence = join(studio.folder, ".tagwright", "evidence")
    expect((await tagwright(studio.folder, ["evidence", "verify", evidence])).code).toBe(0)
    expect(await readFile(join(evidence, "index.html"), "utf8")).toContain("Northlight Studio")
  })
})

describe("bad input is one clear message", () => {
  const cases: [string, string[], RegExp][] = [
    ["a container that is not there", ["run", "--once", "--container", "nowhere.json"], /cannot read nowhere.json/],
    ["an environment that is no test environment", ["run", "--once", "--environment", "production"], /"production" is not a test environment/],
    // Another container than last time, so that there is something to look at; the rest is unchanged and not done again.
    ["no browser", ["run", "--once", "--container", ".tagwright/bundle/gtm/web.staging.json"], /TAGWRIGHT_CHROMIUM/],
  ]
  for (const [title, args, message] of cases)
    test(title, async () => {
      const { code, err } = await tagwright(studio.folder, args, title === "no browser" ? { TAGWRIGHT_CHROMIUM: "/nowhere/chromium" } : {})
      expect(code).toBe(2)
      expect(err).toMatch(message)
      expect(err).not.toMatch(/\n\s+at /)
    }, patience)
})

releaseJourney(() => ({ studio, production }))
