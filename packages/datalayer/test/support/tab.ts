import type { Browser, BrowserContextOptions, Page } from "playwright-core"

/** A page in some engine: as much as every engine's driver can do. */
export interface Tab {
  goto: (url: string) => Promise<void>
  reload: () => Promise<void>
  /** The value of an expression, or of a function, in the page. Statements are run for their effects. */
  evaluate: <Result = unknown, Given = undefined>(work: string | ((given: Given) => Result | Promise<Result>), given?: Given) => Promise<Result>
  click: (selector: string, options?: { button?: "left" | "middle" | "right" }) => Promise<void>
  focus: (selector: string) => Promise<void>
  getAttribute: (selector: string, name: string) => Promise<string | null>
  /** Until the address matches and the page has loaded */
  waitForURL: (pattern: RegExp) => Promise<void>
  /** As a person closes a tab: the page hears of it */
  close: () => Promise<void>
}

export interface Cookie {
  name: string
  value: string
  /** Seconds since 1970 */
  expires: number
}

/** Somebody with cookies and storage of their own. */
export interface Visitor {
  page: Tab
  /** Errors that reached the page: there must be none */
  errors: string[]
  cookies: () => Promise<Cookie[]>
  clearCookie: (name: string) => Promise<void>
  newTab: () => Promise<Tab>
  leave: () => Promise<void>
}

/** What is to be evaluated, as source. */
export const sourceOf = (work: string | ((given: never) => unknown), given: unknown): string => (typeof work === "string" ? work : `(${String(work)})(${JSON.stringify(given)})`)

export const tabOf = (page: Page): Tab => ({
  goto: async (url) => void (await page.goto(url)),
  reload: async () => void (await page.reload()),
  evaluate: (work, given) => page.evaluate(sourceOf(work, given)),
  click: (selector, options) => page.click(selector, options),
  focus: (selector) => page.focus(selector),
  getAttribute: (selector, name) => page.getAttribute(selector, name),
  waitForURL: (pattern) => page.waitForURL(pattern),
  close: () => page.close({ runBeforeUnload: true }),
})

/** A visitor in an engine that Playwright drives. */
export const playwrightVisitor = async (browser: Browser, options: BrowserContextOptions): Promise<Visitor> => {
  const context = await browser.newContext(options)
  const page = await context.newPage()
  const errors: string[] = []
  // Firefox tells a cookie that it refuses as if it was an error of the page; refusing is what the kit counts on.
  page.on("pageerror", (error) => /^(Error: )?Cookie .* has been rejected/.test(String(error)) || errors.push(String(error)))
  return {
    page: tabOf(page),
    errors,
    cookies: () => context.cookies(),
    clearCookie: (name) => context.clearCookies({ name }),
    newTab: async () => tabOf(await context.newPage()),
    leave: () => context.close(),
  }
}
