import { join } from "node:path"
import { gzipSync } from "node:zlib"
import { compilePlan } from "@tagwright/compiler"
import type { Browser, CDPSession, Page } from "playwright-core"
import { launch } from "../test/support/launch.ts"
import { startSite, type Site } from "../test/support/site.ts"
import { floor } from "./floor.ts"

/** Runs per figure; the median counts. The order alternates, so that a busy moment of the machine hits both. */
const RUNS = 7
const BURST = 1_000
const MANY = 10_000

interface Measured {
  ready1: number
  ready4: number
  first: number
  burst: number
  arrived: number
  requests100: number
  kilobytes100: number
  megabytes: number
}

const median = (values: number[]): number => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN

/** A page that times its own script: evaluation and start, up to the first call that can be made. */
const pageOf = (script: string): string =>
  `<!doctype html><html><head><title>Bench</title><script>performance.mark("a")</script><script>${script.replaceAll("</script", "<\\/script")}</script><script>performance.mark("b");window.ready=performance.measure("r","a","b").duration</script></head><body></body></html>`

const event = `tagwright.track("cta_click", { cta_id: "hero_pricing", section: "hero", link_text: "See the plans" })`
const number = (page: Page, expression: string): Promise<number> => page.evaluate<number>(expression)

const open = async (browser: Browser, site: Site, throttle: number): Promise<{ page: Page; cdp: CDPSession }> => {
  const context = await browser.newContext()
  const page = await context.newPage()
  const cdp = await context.newCDPSession(page)
  await cdp.send("Emulation.setCPUThrottlingRate", { rate: throttle })
  await page.goto(site.url)
  return { page, cdp }
}

/** Waits until nothing new has arrived for a while: what comes later is lost for this figure. */
const quiet = async (page: Page, site: Site): Promise<void> => {
  for (let before = -1; before !== site.events().length; ) {
    before = site.events().length
    await page.waitForTimeout(1_500)
  }
}

const ready = async (browser: Browser, site: Site, throttle: number): Promise<number> => {
  const { page } = await open(browser, site, throttle)
  const ms = await number(page, "window.ready")
  await page.context().close()
  return ms
}

const costs = async (browser: Browser, site: Site): Promise<Pick<Measured, "first" | "burst" | "arrived">> => {
  const { page } = await open(browser, site, 1)
  await page.evaluate("tagwright.consent.update({ analytics: true, marketing: true })")
  const timed = (code: string) => number(page, `(() => { const t = performance.now(); ${code}; return performance.now() - t })()`)
  const first = await timed(event)
  const burst = (await timed(`for (let i = 0; i < ${BURST}; i++) ${event}`)) / BURST
  await quiet(page, site)
  const arrived = site.events().filter((name) => name === "cta_click").length
  await page.context().close()
  site.batches.length = 0
  return { first, burst: burst * 1_000, arrived }
}

const wire = async (browser: Browser, site: Site): Promise<Pick<Measured, "requests100" | "kilobytes100">> => {
  const { page } = await open(browser, site, 1)
  await page.evaluate("tagwright.consent.update({ analytics: true, marketing: true })")
  await quiet(page, site)
  site.batches.length = 0
  await page.evaluate(`(async () => { for (let i = 0; i < 100; i++) { ${event}; await new Promise((next) => setTimeout(next, 20)) } })()`)
  await quiet(page, site)
  const figures = { requests100: site.batches.length, kilobytes100: JSON.stringify(site.batches).length / 1_024 }
  await page.context().close()
  site.batches.length = 0
  return figures
}

/** Heap after many events, the data layer trimmed to 300 messages as Tag Manager trims it. */
const memory = async (browser: Browser, site: Site): Promise<number> => {
  const { page, cdp } = await open(browser, site, 1)
  await page.evaluate("tagwright.consent.update({ analytics: true, marketing: true })")
  const heap = async (): Promise<number> => {
    await cdp.send("HeapProfiler.collectGarbage")
    return (await cdp.send("Runtime.getHeapUsage")).usedSize
  }
  const before = await heap()
  for (let done = 0; done < MANY; done += BURST) {
    await page.evaluate(`for (let i = 0; i < ${BURST}; i++) ${event}; dataLayer.splice(0, dataLayer.length - 300)`)
    await quiet(page, site)
  }
  const after = await heap()
  await page.context().close()
  site.batches.length = 0
  return (after - before) / 1_048_576
}

const { bundle } = await compilePlan(join(import.meta.dirname, "../../../examples/studio/tagwright.plan.ts"))
const scripts = { floor, kit: bundle?.files.get("kit/tagwright.classic.js") ?? "" }
const browser = await launch()
const site = await startSite("")
const show = (script: string): void => void site.pages.set("/", pageOf(script))

const samples = { floor: { ready1: [] as number[], ready4: [] as number[], first: [] as number[], burst: [] as number[], arrived: [] as number[] }, kit: { ready1: [] as number[], ready4: [] as number[], first: [] as number[], burst: [] as number[], arrived: [] as number[] } }
const names = ["floor", "kit"] as const
for (let run = 0; run < RUNS; run++)
  for (const name of run % 2 ? names.toReversed() : names) {
    show(scripts[name])
    samples[name].ready1.push(await ready(browser, site, 1))
    samples[name].ready4.push(await ready(browser, site, 4))
    const { first, burst, arrived } = await costs(browser, site)
    samples[name].first.push(first)
    samples[name].burst.push(burst)
    samples[name].arrived.push(arrived)
  }
const last: Record<string, { requests100: number; kilobytes100: number; megabytes: number }> = {}
for (const name of names) {
  show(scripts[name])
  last[name] = { ...(await wire(browser, site)), megabytes: await memory(browser, site) }
}
await browser.close()
await site.close()

const rows: [string, (name: (typeof names)[number]) => number][] = [
  ["size, KB gzip", (name) => gzipSync(scripts[name], { level: 9 }).length / 1_024],
  ["ready at 1×, ms", (name) => median(samples[name].ready1)],
  ["ready at 4×, ms", (name) => median(samples[name].ready4)],
  ["first event, ms", (name) => median(samples[name].first)],
  ["burst of 1,000, µs per event", (name) => median(samples[name].burst)],
  ["arrived of 1,001 (fewest of all runs)", (name) => Math.min(...samples[name].arrived)],
  ["requests for 100 events", (name) => last[name]?.requests100 ?? Number.NaN],
  ["KB body for 100 events", (name) => last[name]?.kilobytes100 ?? Number.NaN],
  ["heap after 10,000 events, MB more", (name) => last[name]?.megabytes ?? Number.NaN],
]
console.log("| | floor | kit | ratio |\n|---|---|---|---|")
for (const [title, value] of rows) console.log(`| ${title} | ${value("floor").toFixed(2)} | ${value("kit").toFixed(2)} | ${(value("kit") / value("floor")).toFixed(2)} |`)
