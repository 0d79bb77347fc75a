import type { PageGlobals, Sent } from "./host.ts"

/** One piece of page code may run this long. */
const LONGEST_RUN_MS = 2000

/** What tells of a page's requests. */
export interface Outgoing {
  /** The page's address: what relative addresses are relative to. */
  url: string
  send: (request: Sent) => void
  /** Which tag is to be named for requests that page code makes right now. */
  cause: () => string[]
}

/** Every way out of the page becomes a record: nothing is sent (fetch, XHR, beacon, images, scripts, frames). */
export const patchNetwork = (window: PageGlobals, page: Outgoing, evaluate: (code: string, timeoutMs: number) => unknown): void => {
  const note = (url: unknown, method: "GET" | "POST", via: Sent["via"], body?: unknown): void =>
    page.send({ url: URL.parse(String(url), page.url)?.href ?? String(url), method, via, tags: page.cause(), ...(typeof body === "string" ? { body } : {}) })
  window["fetch"] = (target: unknown, init: unknown) => {
    const options: object = typeof init === "object" && init !== null ? init : {}
    const url: unknown = typeof target === "object" && target !== null && "url" in target ? target.url : target
    note(url, String(Reflect.get(options, "method")).toUpperCase() === "POST" ? "POST" : "GET", "fetch", Reflect.get(options, "body"))
    return Promise.resolve({ ok: true, status: 204, text: () => Promise.resolve(""), json: () => Promise.resolve({}) })
  }
  window["XMLHttpRequest"] = requests(note)
  const navigator = window["navigator"]
  if (typeof navigator === "object" && navigator !== null) {
    Reflect.defineProperty(navigator, "sendBeacon", { value: (url: unknown, body: unknown) => (note(url, "POST", "beacon", body), true), configurable: true })
  }
  onSource(window, "HTMLImageElement", (url) => note(url, "GET", "image"))
  onSource(window, "HTMLIFrameElement", (url) => note(url, "GET", "iframe"))
  onInsert(window, (script) => {
    if (script.hasAttribute("data-tagwright-inert")) return
    const src = script.getAttribute("src")
    if (src !== null && src !== "") note(src, "GET", "script")
    else if (/^$|javascript/i.test(script.getAttribute("type") ?? "")) evaluate(script.textContent ?? "", LONGEST_RUN_MS)
  })
}

const requests = (note: (url: unknown, method: "GET" | "POST", via: "fetch", body?: unknown) => void) =>
  class {
    method = "GET"
    url = ""
    status = 0
    readyState = 0
    responseText = ""
    open(method: string, url: string): void {
      this.method = method
      this.url = url
    }
    send(body?: unknown): void {
      note(this.url, this.method.toUpperCase() === "POST" ? "POST" : "GET", "fetch", body)
    }
    setRequestHeader(): void {}
    addEventListener(): void {}
    abort(): void {}
  }

const prototypeOf = (window: PageGlobals, name: string): object | undefined => {
  const constructor = window[name]
  const prototype: unknown = typeof constructor === "function" ? constructor.prototype : undefined
  return typeof prototype === "object" && prototype !== null ? prototype : undefined
}

const onSource = (window: PageGlobals, name: string, told: (url: unknown) => void): void => {
  const prototype = prototypeOf(window, name)
  const native = prototype === undefined ? undefined : Object.getOwnPropertyDescriptor(prototype, "src")
  if (prototype === undefined || native === undefined) return
  Object.defineProperty(prototype, "src", {
    ...native,
    set(this: unknown, url: unknown) {
      native.set?.call(this, url)
      told(url)
    },
  })
}

/** Scripts that code puts into the document: inline ones run, external ones are noted. */
const onInsert = (window: PageGlobals, inserted: (script: Element) => void): void => {
  const prototype = prototypeOf(window, "Node")
  if (prototype === undefined) return
  for (const method of ["appendChild", "insertBefore"]) {
    const native: unknown = Reflect.get(prototype, method)
    if (typeof native !== "function") continue
    Reflect.set(prototype, method, function (this: unknown, ...args: unknown[]): unknown {
      const result: unknown = Reflect.apply(native, this, args)
      if (isScript(args[0])) inserted(args[0])
      return result
    })
  }
}

const isScript = (node: unknown): node is Element =>
  typeof node === "object" && node !== null && Reflect.get(node, "nodeName") === "SCRIPT" && Reflect.get(node, "isConnected") === true
