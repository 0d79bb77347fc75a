import { chromium, type BrowserContextOptions } from "playwright-core"
import { Fault } from "@tagwright/formats"
import { findBrowser } from "./find.ts"
import { laptop, phone, sameEverywhere } from "./looks.ts"
import { sessionOf } from "./playwright.ts"
import type { Browser, EngineName } from "./port.ts"

const args = [
  // Banners hide from robots (vanilla-cookieconsent's hideFromBots asks navigator.webdriver).
  "--disable-blink-features=AutomationControlled",
  // HTTP/3 would go round the proxy.
  "--disable-quic",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-features=OptimizationHints,MediaRouter,Translate",
  "--force-color-profile=srgb",
  "--font-render-hinting=none",
]

const looks: Record<Extract<EngineName, `chromium${string}`>, BrowserContextOptions> = {
  chromium: { viewport: laptop },
  "chromium-mobile": { viewport: phone.viewport, deviceScaleFactor: phone.scale, isMobile: true, hasTouch: true, userAgent: phone.userAgent },
}

/** Visitors wait for the page's own timers more than they compute: twice the cores of a small machine, and one, keep both busy. */
const sideBySide = 5

/** Starts the Chromium of this machine. `spki` is the key it trusts for the hosts we answer; nothing else is loosened. */
export const startChromium = async (spki: string, name: keyof typeof looks = "chromium", { headed = false } = {}): Promise<Browser> => {
  const executablePath = findBrowser("chromium", { headed })
  if (executablePath === undefined)
    throw new Fault("machine", "No Chromium was found", "Install it (Debian: apt-get install chromium) or name one in TAGWRIGHT_CHROMIUM")
  const root = process.getuid?.() === 0
  const browser = await chromium
    // A person ends the session by Ctrl-C: the driver's own handlers would end the process with it, and what was recorded would be lost.
    .launch({ executablePath, headless: !headed, handleSIGINT: !headed, handleSIGTERM: !headed, args: [...args, `--ignore-certificate-errors-spki-list=${spki}`, ...(root ? ["--no-sandbox"] : [])] })
    .catch((error: unknown) => {
      throw new Fault("machine", `Chromium did not start: ${String(error).split("\n")[0]}`, headed ? "A window needs a screen: is DISPLAY set" : `Try to start ${executablePath} by hand`)
    })
  return {
    name,
    version: browser.version(),
    injects: true,
    width: sideBySide,
    async newSession({ proxyPort, initScript }) {
      const context = await browser.newContext({ ...sameEverywhere, ...looks[name], proxy: { server: `http://127.0.0.1:${proxyPort}` } })
      await context.addInitScript(initScript)
      return sessionOf(context, { touch: name === "chromium-mobile", profiles: true })
    },
    close: () => browser.close(),
  }
}
