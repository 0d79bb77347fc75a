import { createRequire } from "node:module"
import { Script } from "node:vm"
import type { CookieJar } from "./cookie-jar.ts"
import type { PageGlobals } from "./host.ts"
import { patchNetwork, type Outgoing } from "./dom-network.ts"
import { patchTime } from "./dom-time.ts"
import type { VirtualTime } from "./virtual-time.ts"

export interface DomPage extends Outgoing {
  referrer: string
  title: string
  html: string | undefined
  jar: CookieJar
  time: VirtualTime
  random: () => number
}

export interface DomWorld {
  window: PageGlobals & { document: Document }
  evaluate: (code: string, timeoutMs: number) => unknown
}

type JsdomModule = typeof import("jsdom")
const load = createRequire(import.meta.url)

/**
 * A real document in Node, by jsdom, loaded only when a container needs one. Nothing leaves it: requests are
 * recorded, time is virtual, external scripts are noted and not run.
 */
export const openDom = (page: DomPage): DomWorld => {
  const { JSDOM, VirtualConsole }: JsdomModule = load("jsdom")
  const referrer = page.referrer === "" ? {} : { referrer: page.referrer }
  const html = page.html ?? `<!doctype html><html><head><title></title></head><body></body></html>`
  const dom = new JSDOM(html, { url: page.url, ...referrer, runScripts: "outside-only", pretendToBeVisual: false, virtualConsole: new VirtualConsole() })
  const context = dom.getInternalVMContext()
  const window: PageGlobals & { document: Document } = Object(dom.window)
  if (page.title !== "") window.document.title = page.title
  Object.defineProperty(window.document, "cookie", {
    get: () => page.jar.read(),
    set(cookie: string) {
      page.jar.write(cookie)
    },
    configurable: true,
  })
  const evaluate = (code: string, timeout: number): unknown => new Script(code, { filename: "container.js" }).runInContext(context, { timeout })
  patchTime(window, page.time, page.random)
  patchNetwork(window, page, evaluate)
  return { window, evaluate }
}
