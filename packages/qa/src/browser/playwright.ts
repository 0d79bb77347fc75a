import type { BrowserContext, Page } from "playwright-core"
import { limits } from "../limits.ts"
import type { BrowserCookie, Profile, Session, Tab } from "./port.ts"

/** Screenshots are for reading, not for measuring: this keeps one near 30 kB. */
const jpegQuality = 55

interface SessionTraits {
  touch: boolean
  /** The browser speaks Chromium's protocol for developer tools */
  profiles: boolean
}

const isGone = (error: unknown): boolean => error instanceof Error && /context was destroyed|navigat|Target.*closed/i.test(error.message)

const cookieOf = (cookie: Awaited<ReturnType<BrowserContext["cookies"]>>[number]): BrowserCookie => ({
  name: cookie.name,
  value: cookie.value,
  domain: cookie.domain,
  httpOnly: cookie.httpOnly,
  ...(cookie.expires < 0 ? {} : { expires: cookie.expires }),
})

const wholePage = (page: Page, height: number) => ({ fullPage: true, clip: { x: 0, y: 0, width: page.viewportSize()?.width ?? 1, height: Math.max(1, height) } })

const profileOf = async (page: Page): Promise<Profile> => {
  const cdp = await page.context().newCDPSession(page)
  await cdp.send("Performance.enable")
  return {
    slowDown: async (rate) => void (await cdp.send("Emulation.setCPUThrottlingRate", { rate })),
    scriptMs: async () => 1000 * ((await cdp.send("Performance.getMetrics")).metrics.find(({ name }) => name === "ScriptDuration")?.value ?? 0),
    press: (key) => page.keyboard.press(key),
  }
}

const tabOf = (page: Page, { touch, profiles }: SessionTraits): Tab => {
  let pending = 0
  page.on("request", () => (pending += 1))
  page.on("requestfinished", () => (pending -= 1))
  page.on("requestfailed", () => (pending -= 1))
  page.on("framenavigated", (frame) => frame === page.mainFrame() && (pending = 0))
  const one = (selector: string) => page.locator(selector).first()
  const act = { timeout: limits.elementMs }
  const load = { timeout: limits.loadMs, waitUntil: "load" } as const
  return {
    goto: async (url) => void (await page.goto(url, load)),
    back: async () => void (await page.goBack(load)),
    forward: async () => void (await page.goForward(load)),
    reload: async () => void (await page.reload(load)),
    url: async () => page.url(),
    title: () => page.title(),
    async evaluate(fn, arg) {
      // A page that is just being replaced cannot answer; its successor can.
      for (let tries = 0; ; tries++)
        try {
          return await page.evaluate(`(${fn.toString()})(${JSON.stringify(arg)})`)
        } catch (error) {
          if (tries === 3 || !isGone(error)) throw error
          await page.waitForLoadState("domcontentloaded", act)
        }
    },
    appears: (selector, ms) => one(selector).waitFor({ state: "visible", timeout: ms }).then(() => true, () => false),
    shows: (selector) => one(selector).isVisible(),
    exists: async (selector) => (await page.locator(selector).count()) > 0,
    click: (selector) => (touch ? one(selector).tap({ ...act, noWaitAfter: true }) : one(selector).click({ ...act, noWaitAfter: true })),
    focus: (selector) => one(selector).focus(act),
    fill: (selector, value) => one(selector).fill(value, act),
    scrollTo: (selector) => one(selector).scrollIntoViewIfNeeded(act),
    screenshot: (options) =>
      page.screenshot({ type: "jpeg", quality: jpegQuality, animations: "disabled", caret: "hide", timeout: limits.loadMs, ...(options === undefined ? {} : wholePage(page, options.height)) }),
    ...(profiles ? { profile: () => profileOf(page) } : {}),
    pending: () => Math.max(0, pending),
    closed: new Promise((resolve) => page.once("close", () => resolve())),
    close: () => page.close({ runBeforeUnload: false }),
  }
}

/** A session over one Playwright context, however its browser was started. */
export const sessionOf = (context: BrowserContext, traits: SessionTraits): Session => {
  const pages = new WeakMap<Tab, Page>()
  return {
    async newTab() {
      const page = await context.newPage()
      const tab = tabOf(page, traits)
      pages.set(tab, page)
      return tab
    },
    async closeOthers(keep) {
      const kept = pages.get(keep)
      await Promise.all(context.pages().map((page) => (page === kept ? undefined : page.close().catch(() => undefined))))
    },
    addScript: async (source) => void (await context.addInitScript(source)),
    cookies: async () => (await context.cookies()).map(cookieOf),
    deleteCookie: ({ name, domain }) => context.clearCookies({ name, domain }),
    // A person may have closed the window, and Ctrl-C ends the browser before us: then it is closed.
    close: () =>
      context.close().catch((error: unknown) => {
        if (!isGone(error)) throw error
      }),
  }
}
