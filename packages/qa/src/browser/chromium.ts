import { chromium } from "playwright-core"
import { Fault } from "@tagwright/formats"
import { findBrowser } from "./find.ts"
import { sessionOf } from "./playwright.ts"
import type { Browser } from "./port.ts"

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

/** Starts the Chromium of this machine. `spki` is the key it trusts for the hosts we answer; nothing else is loosened. */
export const startChromium = async (spki: string): Promise<Browser> => {
  const executablePath = findBrowser("chromium")
  if (executablePath === undefined)
    throw new Fault("machine", "No Chromium was found.", "Install it (Debian: apt-get install chromium) or name one in TAGWRIGHT_CHROMIUM.")
  const root = process.getuid?.() === 0
  const browser = await chromium
    .launch({ executablePath, args: [...args, `--ignore-certificate-errors-spki-list=${spki}`, ...(root ? ["--no-sandbox"] : [])] })
    .catch((error: unknown) => {
      throw new Fault("machine", `Chromium did not start: ${String(error).split("\n")[0]}`, `Try to start ${executablePath} by hand.`)
    })
  return {
    name: "chromium",
    version: browser.version(),
    async newSession({ proxyPort, initScript, viewport }) {
      const context = await browser.newContext({
        proxy: { server: `http://127.0.0.1:${proxyPort}` },
        viewport,
        locale: "en-GB",
        timezoneId: "Europe/Berlin",
        colorScheme: "light",
        reducedMotion: "reduce",
        serviceWorkers: "allow",
        acceptDownloads: false,
      })
      await context.addInitScript(initScript)
      return sessionOf(context)
    },
    close: () => browser.close(),
  }
}
