import type { PlanInput } from "@tagwright/formats"
import type { Browser, BrowserContext, BrowserContextOptions, Page } from "playwright-core"
import { afterAll, afterEach, beforeAll } from "vitest"
import { launch } from "./launch.ts"
import { kitOf } from "./plan.ts"
import { startSite, type Site } from "./site.ts"

export interface Visitor {
  page: Page
  context: BrowserContext
  /** Errors that reached the page: there must be none */
  errors: string[]
}

export interface World {
  site: Site
  browser: Browser
  /** A fresh visitor with own cookies and storage; leaves with the test, or with the browser when told to `stay` */
  visitor: (options?: BrowserContextOptions & { stay?: boolean }) => Promise<Visitor>
}

/** One browser and one site with the kit of this plan for a test file; call it at the top of the file. */
export const world = (plan: PlanInput): World => {
  const contexts: BrowserContext[] = []
  let browser: Browser | undefined
  let site: Site | undefined
  const there = <T>(value: T | undefined): T => {
    if (value === undefined) throw new Error("the test world has not started")
    return value
  }
  beforeAll(async () => {
    browser = await launch()
    site = await startSite((await kitOf(plan)).script)
  })
  afterAll(async () => {
    await browser?.close()
    await site?.close()
  })
  afterEach(async () => {
    await Promise.all(contexts.splice(0).map((context) => context.close()))
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
      const context = await there(browser).newContext(options)
      if (!stay) contexts.push(context)
      const page = await context.newPage()
      const errors: string[] = []
      // Firefox tells a cookie that it refuses as if it was an error of the page; refusing is what the kit counts on.
      page.on("pageerror", (error) => /^(Error: )?Cookie .* has been rejected/.test(String(error)) || errors.push(String(error)))
      return { page, context, errors }
    },
  }
}
