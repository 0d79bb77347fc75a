import { mkdtempSync, readFileSync, rmSync } from "node:fs"
import { createRequire } from "node:module"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { pathToFileURL } from "node:url"
import type { EvidenceRecord } from "@tagwright/formats"
import type { Browser, Page } from "playwright-core"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { openEvidence } from "@tagwright/evidence"
import { decide, policyOf, renderReport } from "../src/index.ts"
import { healthy, planted } from "./decide-sample.ts"
import { plan } from "./sample/plan.ts"
import { BUNDLE_DIGEST } from "./sample/walk.ts"
import { writeSample } from "./sample/write.ts"
import { launch } from "./support/chromium.ts"

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8")
let browser: Browser
/** A report with a fault, for the tests that only look */
let shared: string
const folder = mkdtempSync(join(tmpdir(), "tagwright-report-"))
beforeAll(async () => {
  browser = await launch()
  shared = await reportOf(broken())
})
afterAll(async () => {
  await browser.close()
  rmSync(folder, { recursive: true })
})

const reportOf = async (records: readonly EvidenceRecord[]): Promise<string> => {
  const dir = mkdtempSync(join(folder, "run-"))
  await writeSample(dir, records)
  const manifest = { version: 1 as const, planDigest: "a".repeat(64), digest: BUNDLE_DIGEST, files: {}, findings: [] }
  const decision = decide({ evidence: openEvidence(dir), manifest, plan, policy: policyOf(plan), today: "2026-11-22" })
  return pathToFileURL(await renderReport(dir, decision, "Northlight Studio")).href
}

/** Opens a report as a person does, from disk; whatever leaves the folder or goes wrong is written down. */
const open = async (url: string, options: { dark?: boolean; width?: number } = {}): Promise<{ page: Page; faults: string[] }> => {
  const page = await browser.newPage({ bypassCSP: false, colorScheme: options.dark === true ? "dark" : "light", viewport: { width: options.width ?? 1280, height: 900 } })
  const faults: string[] = []
  page.on("console", (message) => void (message.type() === "error" && faults.push(message.text())))
  page.on("pageerror", (error) => void faults.push(error.message))
  page.on("request", (request) => void (request.url().startsWith("file:") || faults.push(request.url())))
  await page.goto(url)
  await page.waitForSelector("main h1")
  return { page, faults }
}

const broken = () =>
  planted((record) => (record.kind === "expectation" && record.event === "cta_click" && record.scenario === "all" ? { ...record, outcome: "missing" } : record))

describe("the report opened from disk", () => {
  it("says the verdict, and leads from a finding to the record", async () => {
    const { page, faults } = await open(shared)
    expect(await page.textContent("h1")).toBe("Not ready to release")
    await page.click(".finding .links a")
    await page.waitForSelector(".target")
    expect(await page.textContent(".target")).toContain("cta_click never came")
    expect(page.url()).toMatch(/#\/walk\/w1\/2\/r\d+$/)
    expect(faults).toEqual([])
    await page.close()
  })

  it("shows what tracking costs where it was measured, and every view's name fits a laptop", async () => {
    const names = (page: Page) => page.locator("nav a").allTextContents()
    const without = await open(shared)
    expect(await names(without.page)).not.toContain("Cost")
    await without.page.close()
    const cost: EvidenceRecord = { kind: "performance", page: "/", metric: "blocking", budget: 150, slowdown: 4, volatile: { pairs: 7, without: 1, with: 901, difference: 900, low: 800, high: 999, noiseLow: -2, noiseHigh: 2 } }
    const ofTag: EvidenceRecord = { kind: "performance", page: "/", metric: "script", tag: "Pixel — view", slowdown: 4, volatile: { pairs: 7, without: 1, with: 2, difference: 9, low: -40, high: 50, noiseLow: -2, noiseHigh: 2 } }
    const { page, faults } = await open(`${await reportOf([...healthy(), cost, ofTag])}#/performance`)
    expect(await names(page)).toContain("Cost")
    expect(await page.textContent("tbody tr")).toMatch(/\+900 ms.*of 150 allowed.*over the budget.*\+800 to \+999; noise −2 to \+2/)
    expect(await page.locator("tr", { hasText: "Pixel — view" }).locator("td").allTextContents()).toEqual(["≈ 0−40 to +50", "", "", ""])
    expect(await page.evaluate(() => [...document.querySelectorAll("nav")].every((nav) => nav.scrollWidth <= nav.clientWidth))).toBe(true)
    expect(faults).toEqual([])
    await page.evaluate(axe)
    expect(await page.evaluate("axe.run().then(({ violations }) => violations.map(({ id }) => id))")).toEqual([])
    await page.close()
  })

  it("can be walked with the keyboard alone", async () => {
    const { page } = await open(`${shared}#/walk/w1/0`)
    await page.waitForSelector(".step")
    await page.keyboard.press("j")
    // The address changes before the step is drawn.
    await page.waitForSelector('a[data-next-scenario][href$="/1"]')
    expect(new URL(page.url()).hash).toBe("#/walk/w1/1")
    await page.keyboard.press("l")
    await page.waitForFunction(() => /^#\/walk\/w[2-9]\/1$/.test(location.hash))
    await page.keyboard.press("?")
    expect(await page.isVisible("dialog")).toBe(true)
    // Keys act on what can be seen: not on the step behind the dialog.
    const address = page.url()
    await page.keyboard.press("j")
    expect(page.url()).toBe(address)
    await page.close()
  })

  it("filters steps by destination, and says how many are left", async () => {
    const { page } = await open(`${shared}#/journeys`)
    await page.selectOption("select >> nth=2", "pixel")
    const rows = await page.locator("tbody tr").count()
    expect(rows).toBeGreaterThan(0)
    expect(await page.textContent("section h2")).toBe(`${rows} steps`)
    expect(await page.locator("tbody tr", { hasText: "Refuses all" }).count()).toBe(0)
    await page.close()
  })

  it("runs nothing that evidence holds", async () => {
    const hostile = "<img src=x onerror=\"document.title='owned'\">"
    const records = planted((record) => (record.kind === "push" || record.kind === "expectation" ? { ...record, event: hostile } : record))
    const { page, faults } = await open(`${await reportOf(records)}#/walk/w1/0`)
    await page.waitForSelector(".step")
    expect(await page.textContent(".row.push >> nth=0")).toContain("<img")
    expect(await page.title()).not.toBe("owned")
    expect(faults).toEqual([])
    await page.close()
  })

  it.each<[hash: string, options: { dark?: boolean; width?: number }]>([
    ["#/", {}],
    ["#/walk/w1/6", { dark: true }],
    ["#/walk/w1/6", { width: 360 }],
    ["#/journeys", { width: 360 }],
    ["#/container", { width: 360 }],
    ["#/coverage", { width: 360, dark: true }],
    ["#/personal-data", { width: 360 }],
    ["#/compliance", { width: 360 }],
  ])("has nothing axe complains about at %s %j", async (hash, options) => {
    const { page } = await open(shared + hash, options)
    if (hash.startsWith("#/walk")) await page.waitForSelector(".step")
    await page.evaluate(axe)
    const violations: unknown = await page.evaluate("axe.run().then(({ violations }) => violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`))")
    expect(violations).toEqual([])
    expect(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true)
    await page.close()
  })

  it("of a site without a plan shows who is contacted before any choice, and no empty views", async () => {
    const surveyed = healthy().map((record): EvidenceRecord => (record.kind === "run" ? { ...record, survey: true } : record))
    const early: EvidenceRecord = { kind: "request", scenario: "all", journey: "first", step: 0, from: "browser", method: "GET", url: "https://early.example/p", party: "unknown", query: {}, cookies: [] }
    const dir = mkdtempSync(join(folder, "survey-"))
    await writeSample(dir, [...surveyed, early])
    const { page, faults } = await open(pathToFileURL(await renderReport(dir, undefined, "A shop")).href, { width: 360 })
    expect(await page.locator("nav a").allTextContents()).toEqual(["Overview", expect.stringMatching(/^Visits/), expect.stringMatching(/^Coverage/), "Personal data"])
    expect(await page.locator("tr", { hasText: "early.example" }).locator("td").allTextContents()).toEqual(["1", "1"])
    expect(faults).toEqual([])
    await page.evaluate(axe)
    expect(await page.evaluate("axe.run().then(({ violations }) => violations.map(({ id }) => id))")).toEqual([])
    await page.close()
  })

  it("starts with a summary when there are ten thousand records, and loads the rest when it is asked for", async () => {
    const copies = Array.from({ length: 24 }, (_, copy) =>
      healthy().flatMap((record): EvidenceRecord[] => {
        if (!("step" in record)) return copy === 0 ? [record] : []
        const { screenshot: _, ...rest } = { screenshot: undefined, ...record }
        return [{ ...rest, journey: `${record.journey} ${copy}` }]
      }),
    ).flat()
    expect(copies.length).toBeGreaterThan(10_000)
    const { page } = await open(await reportOf(copies))
    const loaded = await page.evaluate(() => [...document.scripts].map(({ src }) => src.replace(/.*\/report\//, "")))
    expect(loaded).toEqual(["app.js", "data/summary.js"])
    expect(await page.evaluate(() => document.querySelectorAll("*").length)).toBeLessThan(8_000)
    await page.close()
  })
})
