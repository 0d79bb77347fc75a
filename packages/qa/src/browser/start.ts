import { Fault } from "@tagwright/formats"
import { startChromium } from "./chromium.ts"
import { startFirefox } from "./firefox.ts"
import type { Browser, EngineName } from "./port.ts"
import { startWebKit } from "./webkit.ts"

/** How each engine is started. `spki`: the key that may answer for every host. */
export const engines: Record<EngineName, (spki: string) => Promise<Browser>> = {
  chromium: (spki) => startChromium(spki),
  "chromium-mobile": (spki) => startChromium(spki, "chromium-mobile"),
  firefox: () => startFirefox(),
  webkit: () => startWebKit(),
}

export interface NotRun {
  name: EngineName
  reason: string
}

/** Starts what was asked for. An engine this machine does not have is told with the reason; it is no pass. Throws when there is none at all. */
export const startBrowsers = async (names: readonly EngineName[], spki: string): Promise<{ browsers: Browser[]; notRun: NotRun[] }> => {
  const browsers: Browser[] = []
  const notRun: NotRun[] = []
  let first: Fault | undefined
  for (const name of names)
    try {
      browsers.push(await engines[name](spki))
    } catch (error) {
      if (!(error instanceof Fault)) throw error
      first ??= error
      notRun.push({ name, reason: `${error.message} ${error.help}` })
    }
  if (browsers.length === 0 && first !== undefined) throw first
  return { browsers, notRun }
}
