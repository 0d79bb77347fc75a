import type { PlanInput } from "@tagwright/formats"
import type { Browser, BrowserContextOptions } from "playwright-core"
import { afterAll, afterEach, beforeAll } from "vitest"
import { engine, launch } from "./launch.ts"
import { kitOf } from "./plan.ts"
import { startSite, type Site } from "./site.ts"
import { playwrightVisitor, type Visitor } from "./tab.ts"
import { webkitVisitor } from "./webkit.ts"

export interface World {
  site: Site
  /** For what only Playwright can do */
  browser: Browser
  /** A fresh visitor with own cookies and storage; leaves with the test, or with the file when told to `stay` */
  visitor: (options?: BrowserContextOptions & { stay?: boolean }) => Promise<Visitor>
}

/** One browser and one site with the kit of this plan for a test file; call it at the top of the file. */
export const world = (plan: PlanInput): World => {
  const visitors: Visitor[] = []
  const staying: Visitor[] = []
  let browser: Browser | undefined
  let site: Site | undefined
  const there = <T>(value: T | undefined): T => {
    if (value === undefined) throw new Error("the test world has not started")
    return value
  }
  beforeAll(async () => {
    if (engine !== "webkit") browser = await launch()
    site = await startSite((await kitOf(plan)).script)
  })
  afterAll(async () => {
    await Promise.all(staying.map((one) => one.leave()))
    await browser?.close()
    await site?.close()
  })
  afterEach(async () => {
    await Promise.all(visitors.splice(0).map((one) => one.leave()))
    site?.reset()
  })
  return {
    get site() {
      return there(site)
    },
    get browser() {
      return there(browser)
    },
    visitor: async ({ stay, ...options } = {}) => {
      const visitor = await (engine === "webkit" ? webkitVisitor() : playwrightVisitor(there(browser), options))
      ;(stay ? staying : visitors).push(visitor)
      return visitor
    },
  }
}
