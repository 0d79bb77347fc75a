import { existsSync } from "node:fs"
import { delimiter, join } from "node:path"
import { chromium, firefox, type Browser } from "playwright-core"

/** The engine that a run is about: `npm run engines -w packages/datalayer` names others. */
export const engine = process.env["TAGWRIGHT_ENGINE"] ?? "chromium"

const onPath = (name: string): string[] => (process.env["PATH"] ?? "").split(delimiter).map((folder) => join(folder, name))
const installed = (places: (string | undefined)[]): string | undefined => places.find((place) => place !== undefined && existsSync(place))

/** Where Chromium is: the variable, the usual places, then Playwright's own. */
export const findChromium = (): string | undefined =>
  installed([process.env["TAGWRIGHT_CHROMIUM"], "/usr/bin/chromium", ...onPath("chromium"), ...onPath("google-chrome"), chromium.executablePath()])
export const findFirefox = (): string | undefined => installed([process.env["TAGWRIGHT_FIREFOX"], "/usr/bin/firefox-esr", ...onPath("firefox-esr"), ...onPath("firefox")])

const found = (name: string, path: string | undefined): string => {
  if (path === undefined) throw new Error(`No ${name} found. Install it, or name it in TAGWRIGHT_${name.toUpperCase()}.`)
  return path
}

/** One browser for a test file. Root cannot use Chromium's sandbox (Chromium, "Running without sandbox"); a stock Firefox speaks WebDriver BiDi. */
export const launch = (): Promise<Browser> =>
  engine === "firefox"
    ? firefox.launch({ executablePath: found("Firefox", findFirefox()), channel: "moz-firefox" })
    : chromium.launch({ executablePath: found("Chromium", findChromium()), args: process.getuid?.() === 0 ? ["--no-sandbox"] : [] })
