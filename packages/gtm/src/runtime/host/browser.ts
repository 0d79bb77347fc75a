import { knowDevice, mayAttribute } from "./device.ts"
import { quietly } from "./quietly.ts"
import type { Device, Host, PageGlobals, Sent } from "./host.ts"

export interface BrowserOptions {
  region: string
  environment: string
  preview: boolean
}

/** The page itself as a world. Natives are taken once, so that a page that overwrites them later does not reach us. */
export const browserHost = (window: Window & typeof globalThis, options: BrowserOptions): Host => {
  const { document, navigator, screen } = window
  const setTimeout = window.setTimeout.bind(window)
  const clearTimeout = window.clearTimeout.bind(window)
  const now = clockOf(window)
  const indirectEval = window.eval
  const device: Device = {
    language: navigator.language, screen: { width: screen.width, height: screen.height }, framed: isFramed(window),
    globalPrivacyControl: Reflect.get(navigator, "globalPrivacyControl") === true, attribution: mayAttribute(document),
  }
  return {
    window: asGlobals(window),
    document,
    page: { href: () => window.location.href, referrer: () => document.referrer, title: () => document.title },
    cookies: { read: () => readQuietly(() => document.cookie), write: (cookie) => void readQuietly(() => (document.cookie = cookie)) },
    clock: { now, started: now() - Math.floor(window.performance.now()) },
    timers: { after: (ms, run) => setTimeout(() => quietly(run), ms), cancel: (timer) => clearTimeout(timer) },
    random: Math.random.bind(Math),
    region: options.region,
    environment: options.environment,
    preview: options.preview,
    device,
    surface: (error) => void setTimeout(() => {
      throw error
    }, 0),
    whenKnown: knowDevice(window, device),
    send: (request, done) => (answeredHere(window, request) ? void setTimeout(() => done?.(true), 0) : transports[request.via](request, done ?? (() => {}))),
    // Indirect, so that the code sees the page's globals and none of ours.
    evaluate: (code) => indirectEval(code),
    runScript: (script, parent, code) => {
      script.text = code
      parent.appendChild(script)
    },
    loadScript: (script, parent, src, tag, done) => {
      if (answeredHere(window, { url: URL.parse(src, window.location.href)?.href ?? src, method: "GET", via: "script", tags: [tag] })) return void setTimeout(() => done(true), 0)
      script.onload = () => done(true)
      script.onerror = () => done(false)
      parent.appendChild(script)
    },
  }

  function asGlobals(value: object): PageGlobals {
    return Object(value)
  }
}

/** Storage may be forbidden: a sandboxed frame throws on `document.cookie`. */
const readQuietly = (read: () => string): string => {
  try {
    return read()
  } catch {
    return ""
  }
}

/** A test that wants the same page views to last equally long in every run hands in a clock (milliseconds since 1970). */
const clockOf = (window: Window & typeof globalThis): (() => number) => {
  const given: unknown = Reflect.get(window, "__tagwright_gtm_clock")
  return typeof given === "function" ? () => Number(given()) : Date.now.bind(Date)
}

const isFramed = (window: Window): boolean => {
  try {
    return window.top !== window.self
  } catch {
    return true
  }
}

/** A preview keeps requests on the machine: where it stands on the page, it is told of each and answers for it. */
const answeredHere = (window: Window, request: Sent): boolean => {
  const answer: unknown = Reflect.get(window, "__tagwright_gtm_send")
  return typeof answer === "function" && Reflect.apply(answer, window, [request]) === true
}

type Transport = (request: Sent, done: (ok: boolean) => void) => void

const image: Transport = ({ url }, done) => {
  const pixel = new Image(1, 1)
  pixel.onload = () => done(true)
  pixel.onerror = () => done(false)
  pixel.src = url
}

const beacon: Transport = (request, done) => {
  const taken = typeof navigator.sendBeacon === "function" && navigator.sendBeacon(request.url, request.body)
  if (taken) done(true)
  else image(request, done)
}

const byFetch: Transport = (request, done) => {
  const init: RequestInit = { method: request.method, keepalive: true, credentials: "include" }
  if (request.body !== undefined) init.body = request.body
  // A lost answer is a lost hit: nothing is retried (fact D5).
  fetch(request.url, init).then((answer) => done(answer.ok), () => done(false))
}

const frame: Transport = ({ url }, done) => {
  const made = document.createElement("iframe")
  made.style.display = "none"
  made.onload = () => done(true)
  made.src = url
  document.body.appendChild(made)
}

const script: Transport = ({ url }, done) => {
  const made = document.createElement("script")
  made.async = true
  made.onload = () => done(true)
  made.onerror = () => done(false)
  made.src = url
  document.head.appendChild(made)
}

const transports: Record<Sent["via"], Transport> = { fetch: byFetch, beacon, image, iframe: frame, script }
