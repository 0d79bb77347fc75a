/**
 * The example's kit beside programs of other makers, in the same browser and the same run: `npm run bench:peers -w packages/datalayer`.
 * It installs them from the registry into a temporary folder; they are no dependencies of this project.
 */
import { execFileSync } from "node:child_process"
import { mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { gzipSync } from "node:zlib"
import { compilePlan } from "@tagwright/compiler"
import { build } from "esbuild"
import type { Browser, Page } from "playwright-core"
import { launch } from "../test/support/launch.ts"
import { startCountingSite, type CountingSite } from "./counting-site.ts"
import { floor } from "./floor.ts"
import { peers } from "./peer-programs.ts"

const RUNS = 3
const BURST = 1_000
const LEAVING = 20
/** What has not arrived by then was dropped, or waits for a page that may never come. */
const WINDOW_MS = 6_000
/** A program that takes longer is named, not waited for. */
const PATIENCE_MS = 180_000
const CLOSING_MS = 3_000

const median = (values: number[]): number => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN
const only = process.argv.slice(2)

const install = (): string => {
  const folder = mkdtempSync(join(tmpdir(), "tagwright-peers-"))
  const dependencies = Object.assign({}, ...Object.values(peers).map(({ packages }) => packages))
  writeFileSync(join(folder, "package.json"), JSON.stringify({ private: true, dependencies }))
  execFileSync("npm", ["install", "--no-audit", "--no-fund", "--silent"], { cwd: folder, stdio: "inherit" })
  return folder
}

const bundled = async (folder: string, program: string): Promise<string> => {
  const { outputFiles } = await build({ stdin: { contents: program, resolveDir: folder }, bundle: true, minify: true, write: false, format: "iife", target: "es2021", define: { "process.env.NODE_ENV": '"production"', global: "window" }, logLevel: "silent" })
  return outputFiles[0]?.text ?? ""
}

const pageOf = (script: string): string =>
  `<!doctype html><html><head><title>Bench</title><script>performance.mark("a")</script><script>${script.replaceAll("</script", "<\\/script")}</script><script>performance.mark("b");window.ready=performance.measure("r","a","b").duration</script></head><body></body></html>`

const open = async (browser: Browser, site: CountingSite, throttle = 1): Promise<Page> => {
  const page = await (await browser.newContext()).newPage()
  // Some programs stay silent in a browser that is driven.
  await page.addInitScript(() => Object.defineProperty(Navigator.prototype, "webdriver", { get: () => false }))
  if (throttle > 1) await (await page.context().newCDPSession(page)).send("Emulation.setCPUThrottlingRate", { rate: throttle })
  await page.goto(site.url)
  await page.evaluate("window.tagwright?.consent.update({ analytics: true, marketing: true })")
  return page
}
const settled = async (site: CountingSite, wanted: number): Promise<void> => {
  const end = Date.now() + WINDOW_MS
  while (site.arrived.size < wanted && Date.now() < end) await new Promise((next) => setTimeout(next, 100))
}
const sends = (count: number) => `for (let i = 0; i < ${count}; i++) send("bench" + i + "x")`

interface Row {
  size: number
  ready1: number
  ready4: number
  burst: number
  arrived: number
  requests: number
  kilobytes: number
  closed: number
  left: number
}

const measure = async (browser: Browser, site: CountingSite, script: string): Promise<Row> => {
  site.page = pageOf(script)
  const fresh = async <T>(work: (page: Page) => Promise<T>, throttle = 1): Promise<T> => {
    site.reset()
    const page = await open(browser, site, throttle)
    const result = await work(page)
    // A page that is already leaving may never confirm; its browser ends soon anyway.
    await Promise.race([page.context().close(), new Promise((next) => setTimeout(next, CLOSING_MS))])
    return result
  }
  const ready = async (throttle: number): Promise<number> => {
    const all: number[] = []
    for (let run = 0; run < RUNS; run++) all.push(await fresh((page) => page.evaluate<number>("window.ready"), throttle))
    return median(all)
  }
  const ready1 = await ready(1)
  const ready4 = await ready(4)
  const [burst, arrived] = await fresh(async (page) => {
    await page.waitForTimeout(500)
    const took = await page.evaluate<number>(`(() => { const t = performance.now(); ${sends(BURST)}; return performance.now() - t })()`)
    await settled(site, BURST)
    return [(took / BURST) * 1_000, site.arrived.size] as const
  })
  const [requests, kilobytes] = await fresh(async (page) => {
    await page.waitForTimeout(500)
    await page.evaluate(`(async () => { for (let i = 0; i < 100; i++) { send("bench" + i + "x"); await new Promise((next) => setTimeout(next, 20)) } })()`)
    await settled(site, 100)
    return [site.requests, site.bytes / 1_024] as const
  })
  const leave = (how: (page: Page) => Promise<unknown>): Promise<number> =>
    fresh(async (page) => {
      await page.waitForTimeout(500)
      await how(page)
      await settled(site, LEAVING)
      return site.arrived.size
    })
  const closed = await leave(async (page) => {
    await page.evaluate(sends(LEAVING))
    await page.close({ runBeforeUnload: true })
  })
  const left = await leave((page) => page.evaluate(`${sends(LEAVING)}; location.href = "/next"`))
  return { size: gzipSync(script, { level: 9 }).length / 1_024, ready1, ready4, burst, arrived, requests, kilobytes, closed, left }
}

const adapter = `;window.send = (n) => tagwright.track("cta_click", { cta_id: "hero_pricing", section: "hero", link_text: n })`
const { bundle } = await compilePlan(join(import.meta.dirname, "../../../examples/studio/tagwright.plan.ts"))
const folder = install()
const site = await startCountingSite()
/** In a browser of its own, which ends with the measurement whatever state the program left it in. */
const inBrowser = async (script: string): Promise<Row> => {
  const browser = await launch()
  let timer: ReturnType<typeof setTimeout> | undefined
  const late = new Promise<never>((_, fail) => (timer = setTimeout(() => fail(new Error(`took longer than ${PATIENCE_MS / 1_000} s`)), PATIENCE_MS)))
  try {
    return await Promise.race([measure(browser, site, script), late])
  } finally {
    clearTimeout(timer)
    await browser.close()
  }
}
const line = (cells: readonly (string | number)[]): void => console.log(`| ${cells.map((cell) => (typeof cell === "number" ? (Number.isInteger(cell) ? cell : cell.toFixed(1)) : cell)).join(" | ")} |`)
const show = (name: string, row: Row): void => line([name, row.size, row.ready1, row.ready4, row.burst, row.arrived, row.requests, row.kilobytes, row.closed, row.left])
line(["", "KB gzip", "ready 1× ms", "ready 4× ms", "burst µs per event", `arrived of ${BURST}`, "requests per 100", "KB per 100, with headers", `of ${LEAVING}, tab closed`, `of ${LEAVING}, navigated`])
line(Array.from({ length: 10 }, () => "---"))
try {
  show("floor (not a product)", await inBrowser(`(() => {${floor}})()${adapter}`))
  show("**tagwright**, the example's kit", await inBrowser((bundle?.files.get("kit/tagwright.classic.js") ?? "") + adapter))
  for (const [name, { program }] of Object.entries(peers)) {
    if (only.length > 0 && !only.includes(name)) continue
    try {
      show(name, await inBrowser(await bundled(folder, program)))
    } catch (error) {
      line([name, `not run: ${error instanceof Error ? error.message.split("\n")[0] : "?"}`])
    }
  }
} finally {
  site.close()
  rmSync(folder, { recursive: true })
}
