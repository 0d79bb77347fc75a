import { execFile } from "node:child_process"
import { promisify } from "node:util"
import { firefox } from "playwright-core"
import { Fault } from "@tagwright/formats"
import { findBrowser } from "./find.ts"
import { laptop } from "./looks.ts"
import { sessionOf } from "./playwright.ts"
import type { Browser } from "./port.ts"

const run = promisify(execFile)

/** Each visitor has a Firefox of their own: its proxy is a preference of the whole program. */
const sideBySide = 2

/** Playwright's own proxy option sets the HTTP half only over BiDi; addresses of this machine would go round it. */
const proxyPreferences = (port: number) => ({
  "network.proxy.type": 1,
  "network.proxy.http": "127.0.0.1",
  "network.proxy.http_port": port,
  "network.proxy.ssl": "127.0.0.1",
  "network.proxy.ssl_port": port,
  "network.proxy.no_proxies_on": "",
  "network.http.http3.enable": false,
  "intl.accept_languages": "en-GB, en",
  // A page that comes back whole from memory fires no event that BiDi would tell of.
  "fission.bfcacheInParent": false,
  "browser.sessionhistory.max_total_viewers": 0,
  // Reloading what a form was sent to asks whether to send it again, in a window that BiDi does not see.
  "dom.confirm_repost.testing.always_accept": true,
  // Off by default in automation; the default of a visitor's Firefox blocks known trackers only in private windows.
  "dom.webdriver.enabled": false,
})

const versionOf = async (executablePath: string): Promise<string> => /[\d.]+/.exec((await run(executablePath, ["--version"])).stdout)?.[0] ?? "unknown"

/**
 * Starts the Firefox of this machine (ESR) over WebDriver BiDi. It has no list of trusted keys: certificates of hosts we
 * answer are accepted as they are, which is safe where every host is answered by us.
 */
export const startFirefox = async (): Promise<Browser> => {
  const executablePath = findBrowser("firefox")
  if (executablePath === undefined) throw new Fault("machine", "No Firefox was found", "Install it (Debian: node tools/setup.mjs --engines as root) or name one in TAGWRIGHT_FIREFOX")
  const version = await versionOf(executablePath).catch((error: unknown) => {
    throw new Fault("machine", `Firefox did not start: ${String(error).split("\n")[0]}`, `Try to start ${executablePath} by hand`)
  })
  const open = new Set<{ close(): Promise<void> }>()
  return {
    name: "firefox",
    version,
    injects: true,
    width: sideBySide,
    async newSession({ proxyPort, initScript }) {
      const browser = await firefox.launch({ executablePath, channel: "moz-firefox", firefoxUserPrefs: proxyPreferences(proxyPort) })
      open.add(browser)
      const context = await browser.newContext({ viewport: laptop, ignoreHTTPSErrors: true })
      await context.addInitScript(initScript)
      const session = sessionOf(context, { touch: false, profiles: false })
      return {
        ...session,
        async close() {
          await browser.close()
          open.delete(browser)
        },
      }
    },
    close: async () => void (await Promise.all([...open].map((browser) => browser.close()))),
  }
}
