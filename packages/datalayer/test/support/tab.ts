import { chromium, firefox, type Browser } from "playwright-core"
import { findChromium, findFirefox } from "./launch.ts"
import { webkitTab, whyNoWebKit } from "./webkit.ts"

/** What every engine's driver can do: as much as the suite over all engines needs. */
export interface Tab {
  goto: (url: string) => Promise<void>
  /** The value of an expression in the page */
  run: (code: string) => Promise<unknown>
  click: (selector: string) => Promise<void>
  close: () => Promise<void>
}

export interface Engine {
  /** Why it cannot run here; undefined when it can */
  absent: () => string | undefined
  /** A fresh visitor, with cookies and storage of their own */
  open: () => Promise<Tab>
}

const tabOf = async (launched: Promise<Browser>): Promise<Tab> => {
  const browser = await launched
  const page = await browser.newPage()
  return { goto: async (url) => void (await page.goto(url)), run: (code) => page.evaluate(code), click: (selector) => page.click(selector), close: () => browser.close() }
}

export const engines = {
  chromium: {
    absent: () => (findChromium() === undefined ? "not run: no Chromium here" : undefined),
    open: () => tabOf(chromium.launch({ executablePath: findChromium() ?? "", args: process.getuid?.() === 0 ? ["--no-sandbox"] : [] })),
  },
  firefox: {
    absent: () => (findFirefox() === undefined ? "not run: no Firefox here (Debian: apt-get install firefox-esr)" : undefined),
    open: () => tabOf(firefox.launch({ executablePath: findFirefox() ?? "", channel: "moz-firefox" })),
  },
  webkit: { absent: whyNoWebKit, open: webkitTab },
} satisfies Record<string, Engine>
