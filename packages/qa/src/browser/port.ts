/** What a run can be asked for. `chromium-mobile`: Chromium as a telephone, with a small screen and touch. */
export const engineNames = ["chromium", "chromium-mobile", "firefox", "webkit"] as const
export type EngineName = (typeof engineNames)[number]

/** A cookie as the browser holds it. `expires` in seconds since 1970; undefined: until the browser closes. */
export interface BrowserCookie {
  name: string
  value: string
  domain: string
  httpOnly: boolean
  expires?: number
}

/** One tab. Selectors are CSS and reach into open shadow roots. Every action waits until it is possible, or throws. */
export interface Tab {
  goto(url: string): Promise<void>
  back(): Promise<void>
  forward(): Promise<void>
  reload(): Promise<void>
  url(): Promise<string>
  title(): Promise<string>
  /** Runs a function of this module graph in the page; it may use nothing but its argument. */
  evaluate<A, R>(fn: (arg: A) => R | Promise<R>, arg: A): Promise<R>
  /** True as soon as something visible matches; false after `ms`. */
  appears(selector: string, ms: number): Promise<boolean>
  /** Something visible matches right now. */
  shows(selector: string): Promise<boolean>
  /** False: nothing matches now. */
  exists(selector: string): Promise<boolean>
  click(selector: string): Promise<void>
  focus(selector: string): Promise<void>
  fill(selector: string, value: string): Promise<void>
  scrollTo(selector: string): Promise<void>
  /** JPEG or PNG of the viewport; `whole`: of the whole page down to a height in CSS pixels, where the engine can */
  screenshot(options?: { whole: true; height: number }): Promise<Buffer>
  /** Requests the browser knows of and that are not finished. Advice only: the proxy is the ground truth. */
  pending(): number
  /** What measuring needs beyond driving, where the engine has it */
  profile?(): Promise<Profile>
  /** Resolves when somebody closed it, where the engine tells */
  closed?: Promise<void>
  close(): Promise<void>
}

/** A tab under a measuring eye. */
export interface Profile {
  /** Makes the processor this many times slower for the page */
  slowDown(factor: number): Promise<void>
  /** Milliseconds that scripts of this tab took so far */
  scriptMs(): Promise<number>
  press(key: string): Promise<void>
}

export interface SessionOptions {
  proxyPort: number
  /** Runs before the scripts of every page, where the browser can (`injects`) */
  initScript: string
}

/** A visitor: own cookies and storage, own proxy. */
export interface Session {
  newTab(): Promise<Tab>
  /** Closes every tab but this one: windows that pages opened */
  closeOthers(keep: Tab): Promise<void>
  /** One more script that runs before those of every page, from the next page on, where the browser can (`injects`) */
  addScript(source: string): Promise<void>
  /** Cookies of the page that was opened last, at least; all of the visitor's where the engine can list them */
  cookies(): Promise<BrowserCookie[]>
  deleteCookie(cookie: Pick<BrowserCookie, "name" | "domain">): Promise<void>
  close(): Promise<void>
}

export interface Browser {
  name: EngineName
  version: string
  /** False: the engine cannot run a script before the page's own; the proxy must put it into the page */
  injects: boolean
  /** Visitors side by side that this machine can bear */
  width: number
  newSession(options: SessionOptions): Promise<Session>
  close(): Promise<void>
}
