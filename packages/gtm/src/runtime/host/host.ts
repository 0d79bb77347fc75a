/**
 * The world a container runs in, handed in: the page's own in a browser, a described one in Node.
 * Nothing in the runtime reaches for a global by itself.
 */
export interface Host {
  /** The page's global object. Any member may be missing or throw. */
  readonly window: PageGlobals
  /** Missing in Node when neither the container nor the caller needs one. */
  readonly document: Document | undefined
  readonly page: { href: () => string; referrer: () => string; title: () => string }
  readonly cookies: { read: () => string; write: (cookie: string) => void }
  /** `now` in epoch ms; `started` is when the navigation began. */
  readonly clock: { now: () => number; started: number }
  readonly timers: { after: (ms: number, run: () => void) => number; cancel: (timer: number) => void }
  /** Hands an error of the page's own code to the page, as if nobody had caught it. */
  readonly surface: (error: unknown) => void
  /** In [0, 1). */
  readonly random: () => number
  /** ISO 3166 code of country or subdivision ("DE", "US-CA"); "" = not known. */
  readonly region: string
  readonly device: Device
  readonly send: (request: Sent, done?: (ok: boolean) => void) => void
  /** Global eval, for custom JavaScript. */
  readonly evaluate: (code: string) => unknown
  /** Puts an inline script in its place, which runs it; may throw where scripts are run by hand. */
  readonly runScript: (script: HTMLScriptElement, parent: Node, code: string) => void
  /** Puts an external script in its place and says when it has loaded or failed. */
  readonly loadScript: (script: HTMLScriptElement, parent: Node, src: string, tag: string, done: (ok: boolean) => void) => void
  /** Runs in a later task, when all that can be known of the device is known. */
  readonly whenKnown: (run: () => void) => void
  /** Told which tag's code runs now, so that requests which that code makes by itself can name it. */
  readonly runningTag?: (name: string | undefined) => void
  /** Environment of the container version that is served: "" on plain live. */
  readonly environment: string
  /** True when the page is shown to somebody else's preview (`liveOnly` tags stay silent). */
  readonly preview: boolean
}

export type PageGlobals = Record<PropertyKey, unknown>

export interface Device {
  language: string
  screen: { width: number; height: number }
  framed: boolean
  globalPrivacyControl: boolean
  /** Ad clicks may be attributed by the browser itself. */
  attribution?: boolean
  /** Client hints by wire key; they may come late. */
  hints?: Record<string, string>
}

/** A request the container caused. `tag` names its cause; a batch has one entry per event. */
export interface Sent {
  url: string
  method: "GET" | "POST"
  body?: string
  via: "fetch" | "beacon" | "image" | "script" | "iframe"
  tags: string[]
}
