import { createContext, runInContext } from "node:vm"
import { countSteps } from "../engine/regex-cost.ts"
import { guardPatterns } from "../engine/regex-guard.ts"
import { EndlessLoop } from "../engine/loop-guard.ts"
import { CookieJar } from "./cookie-jar.ts"
import type { Host, PageGlobals, Sent } from "./host.ts"
import type { VirtualTime } from "./virtual-time.ts"

export interface NodeWorld {
  url: string
  referrer: string
  title: string
  jar: CookieJar
  region: string
  environment: string
  preview: boolean
  language: string
  time: VirtualTime
  random: () => number
  /** A whole page (jsdom's window or a handed-in one), when the container needs a document. */
  window: (PageGlobals & { document: Document }) | undefined
  /** Runs code as that page would. */
  evaluate: ((code: string, timeoutMs: number) => unknown) | undefined
  send: (request: Sent) => void
  /** Names the tag whose code runs, for requests that code makes by itself. */
  running: { cause: string[] }
}

guardPatterns(countSteps)

/** One piece of a container's own code may run this long; a loop without end costs this much, once. */
const LONGEST_RUN_MS = 2000

/** A described page as a world: deterministic, no network, no real time. */
export const nodeHost = (world: NodeWorld): Host => {
  const { jar } = world
  const page = { href: world.url, referrer: world.referrer, title: world.title }
  const window = world.window ?? bareWindow(page, jar)
  const run = world.evaluate ?? inContext(window)
  const evaluate = bounded(run)
  return {
    window, document: world.window?.document,
    page: { href: () => page.href, referrer: () => page.referrer, title: () => page.title },
    cookies: { read: () => jar.read(), write: (cookie) => jar.write(cookie) },
    clock: { now: () => world.time.now(), started: world.time.now() },
    timers: { after: (ms, after) => world.time.after(ms, after), cancel: (timer) => world.time.cancel(timer) },
    surface: (error) => void world.time.after(0, () => {
      throw error
    }),
    whenKnown: (run) => void world.time.after(0, run),
    random: world.random, region: world.region, environment: world.environment, preview: world.preview,
    device: { language: world.language, screen: { width: 1280, height: 720 }, framed: false, globalPrivacyControl: false },
    runningTag: (name) => (world.running.cause = name === undefined ? [] : [name]),
    send: (request, done) => {
      world.send(request)
      done?.(true)
    },
    evaluate,
    runScript: (script, parent, code) => {
      script.setAttribute("data-tagwright-inert", "")
      parent.appendChild(script)
      evaluate(code)
    },
    loadScript: (script, parent, src, tag, done) => {
      script.removeAttribute("src")
      parent.appendChild(script)
      world.send({ url: URL.parse(src, page.href)?.href ?? src, method: "GET", via: "script", tags: [tag] })
      world.time.after(0, () => done(true))
    },
  }
}

/** Code that once ran too long is not run again: a loop without end costs its time once. */
const bounded = (run: (code: string, timeoutMs: number) => unknown) => {
  const endless = new Set<string>()
  return (code: string): unknown => {
    if (endless.has(code)) throw new Error("ran longer than 2 s before, and is not run again")
    try {
      return run(code, LONGEST_RUN_MS)
    } catch (error) {
      const stopped = error instanceof EndlessLoop || (error instanceof Error && Reflect.get(error, "code") === "ERR_SCRIPT_EXECUTION_TIMEOUT")
      if (stopped) endless.add(code)
      throw error
    }
  }
}

const inContext = (window: PageGlobals) => {
  let context: ReturnType<typeof createContext> | undefined
  return (code: string, timeout: number): unknown => runInContext(code, (context ??= createContext(window)), { timeout })
}

/** The least a page offers: enough for variables that look at the address, not for ones that look at elements. */
const bareWindow = (page: { href: string; referrer: string; title: string }, jar: CookieJar): PageGlobals => {
  const url = new URL(page.href)
  const location = { href: url.href, protocol: url.protocol, host: url.host, hostname: url.hostname, port: url.port, pathname: url.pathname, search: url.search, hash: url.hash, origin: url.origin }
  const window: PageGlobals = { location, innerWidth: 1280, innerHeight: 720, console: { log: () => {}, error: () => {}, warn: () => {}, info: () => {} } }
  window["document"] = {
    location, referrer: page.referrer, title: page.title, URL: page.href,
    get cookie() {
      return jar.read()
    },
    set cookie(value: string) {
      jar.write(value)
    },
  }
  for (const name of ["window", "self", "top", "parent", "globalThis"]) window[name] = window
  return window
}
