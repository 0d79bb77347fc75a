import { existsSync } from "node:fs"
import { delimiter, join } from "node:path"
import { chromium, firefox, type Browser } from "playwright-core"
import { it } from "vitest"
import { whyNoWebKit } from "./webkit.ts"

export const engines = ["chromium", "firefox", "webkit"] as const
export type Engine = (typeof engines)[number]
const isEngine = (name: string): name is Engine => engines.some((one) => one === name)

const asked = process.env["TAGWRIGHT_ENGINE"] ?? "chromium"
if (!isEngine(asked)) throw new Error(`TAGWRIGHT_ENGINE is "${asked}"; it can be ${engines.join(", ")}.`)
/** The engine that a run is about; Chromium, unless `npm run engines -w packages/datalayer` names another. */
export const engine: Engine = asked

/** A test that some engine's driver has no means for: there it is told as not run, with the reason, and never counts as passed. */
export const itExcept = (reasons: Partial<Record<Engine, string>>): ((title: string, work: () => Promise<void>) => void) => {
  const reason = reasons[engine]
  return (title, work) => (reason === undefined ? it(title, work) : it.skip(`${title} [not run: ${reason}]`, work))
}

const onPath = (name: string): string[] => (process.env["PATH"] ?? "").split(delimiter).map((folder) => join(folder, name))
const installed = (places: (string | undefined)[]): string | undefined => places.find((place) => place !== undefined && existsSync(place))

/** Where Chromium is: the variable, the usual places, then Playwright's own. */
export const findChromium = (): string | undefined =>
  installed([process.env["TAGWRIGHT_CHROMIUM"], "/usr/bin/chromium", ...onPath("chromium"), ...onPath("google-chrome"), chromium.executablePath()])
const findFirefox = (): string | undefined => installed([process.env["TAGWRIGHT_FIREFOX"], "/usr/bin/firefox-esr", ...onPath("firefox-esr"), ...onPath("firefox")])

/** Why an engine cannot run here; undefined when it can */
export const whyAbsent: Record<Engine, () => string | undefined> = {
  chromium: () => (findChromium() === undefined ? "no Chromium here (Debian: apt-get install chromium)" : undefined),
  firefox: () => (findFirefox() === undefined ? "no Firefox here (Debian: apt-get install firefox-esr)" : undefined),
  webkit: whyNoWebKit,
}

const found = (name: string, path: string | undefined): string => {
  if (path === undefined) throw new Error(`No ${name} found. Install it, or name it in TAGWRIGHT_${name.toUpperCase()}.`)
  return path
}

/** One browser for a test file. Root cannot use Chromium's sandbox (Chromium, "Running without sandbox"); a stock Firefox speaks WebDriver BiDi. */
export const launch = (): Promise<Browser> =>
  engine === "firefox"
    ? firefox.launch({ executablePath: found("Firefox", findFirefox()), channel: "moz-firefox" })
    : chromium.launch({ executablePath: found("Chromium", findChromium()), args: process.getuid?.() === 0 ? ["--no-sandbox"] : [] })
