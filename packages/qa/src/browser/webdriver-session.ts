import { limits } from "../limits.ts"
import type { BrowserCookie, Session, Tab } from "./port.ts"
import { WebDriverError, type WebDriver } from "./webdriver.ts"

/** How the protocol writes a reference to an element (W3C WebDriver, 11.1). */
const elementKey = "element-6066-11e4-a52e-4f735466cecf"
type ElementReference = Record<typeof elementKey, string>

/** Between two looks at the page: the protocol cannot wait for an element. */
const lookAgainMs = 50

/** In the page: the first match, visible ones before others, open shadow roots included. */
const find = `
const [selector] = arguments
const all = []
const collect = (root) => {
  all.push(...root.querySelectorAll(selector))
  for (const element of root.querySelectorAll("*")) if (element.shadowRoot !== null) collect(element.shadowRoot)
}
collect(document)
const shown = (element) => element.getClientRects().length > 0 && getComputedStyle(element).visibility !== "hidden"
const element = all.find(shown) ?? all[0] ?? null
return { element, shown: element !== null && shown(element) }`

/** In the page: puts a value into a field that nobody types into letter by letter. */
const setValue = `
const [field, value] = arguments
field.focus()
const own = Object.getOwnPropertyDescriptor(Object.getPrototypeOf(field), "value")
own.set.call(field, value)
for (const type of ["input", "change"]) field.dispatchEvent(new Event(type, { bubbles: true }))`

/** Looks at an element that does not come to rest: then it is a carousel, and clicked as it is. */
const mostLooks = 150
const lookMs = 20
/**
 * In the page: brings an element into view, at once whatever the page's `scroll-behavior` says, and waits until it stands still. The driver takes
 * the place to click from one look: on a page that is still scrolling, the click would land on a neighbour.
 */
const bringToRest = `
const [element, block] = arguments
const done = arguments[arguments.length - 1]
element.scrollIntoView({ block, behavior: "instant" })
let last = ""
let looks = 0
const look = () => {
  const { x, y, width, height } = element.getBoundingClientRect()
  const now = [x, y, width, height].join(" ")
  if (now === last || ++looks > ${mostLooks}) return done(null)
  last = now
  setTimeout(look, ${lookMs})
}
look()`

const evaluateBody = (source: string): string => `
const done = arguments[arguments.length - 1]
Promise.resolve().then(() => (${source})(JSON.parse(arguments[0] ?? "null"))).then((value) => done(JSON.stringify({ value })), (error) => done(JSON.stringify({ error: String(error) })))`

const pause = () => new Promise<void>((resolve) => setTimeout(resolve, lookAgainMs))
const passing = new Set(["no such window", "no such frame", "stale element reference", "javascript error", "unknown error"])
const isPassing = (error: unknown): boolean => error instanceof WebDriverError && passing.has(error.code)

/** One command at a time reaches the driver, each in its own window. */
const switcher = (driver: WebDriver) => {
  let current: string | undefined
  let last: Promise<unknown> = Promise.resolve()
  return {
    in<T>(handle: string, job: () => Promise<T>): Promise<T> {
      const next = last.then(async () => {
        if (current !== handle) await driver.post("/window", { handle })
        current = handle
        return job()
      })
      last = next.catch(() => undefined)
      return next
    },
    forget: () => (current = undefined),
  }
}

type Switcher = ReturnType<typeof switcher>

const tabOf = (driver: WebDriver, windows: Switcher, handle: string, close: () => Promise<void>): Tab => {
  const here = <T>(job: () => Promise<T>) => windows.in(handle, job)
  const look = (selector: string) => here(() => driver.script<{ element: ElementReference | null; shown: boolean }>(find, [selector])).catch((error: unknown) => {
    if (isPassing(error)) return { element: null, shown: false }
    throw error
  })
  const appears = async (selector: string, ms: number): Promise<boolean> => {
    for (const end = Date.now() + ms; ; await pause()) {
      if ((await look(selector)).shown) return true
      if (Date.now() > end) return false
    }
  }
  /** Waits for the element and does something with it; a page that is just changing is asked again. */
  const withElement = async (selector: string, act: (id: string, reference: ElementReference) => Promise<unknown>): Promise<void> => {
    for (const end = Date.now() + limits.elementMs; ; await pause()) {
      const { element } = await look(selector)
      try {
        if (element !== null) return void (await here(() => act(element[elementKey], element)))
      } catch (error) {
        if (Date.now() > end) throw error
      }
      if (Date.now() > end) throw new Error(`nothing matches ${selector}`)
    }
  }
  const rest = (element: ElementReference, block: "center" | "nearest") => driver.post("/execute/async", { script: bringToRest, args: [element, block] })
  return {
    goto: (url) => here(async () => void (await driver.post("/url", { url }))),
    back: () => here(async () => void (await driver.post("/back"))),
    forward: () => here(async () => void (await driver.post("/forward"))),
    reload: () => here(async () => void (await driver.post("/refresh"))),
    url: () => here(() => driver.get<string>("/url")),
    title: () => here(() => driver.get<string>("/title")),
    async evaluate(fn, arg) {
      for (let tries = 0; ; tries++)
        try {
          const answer = await here(() => driver.post<string>("/execute/async", { script: evaluateBody(fn.toString()), args: [JSON.stringify(arg) ?? "null"] }))
          const said = JSON.parse(answer)
          if ("error" in said) throw new Error(said.error)
          return said.value
        } catch (error) {
          if (tries === 3 || !isPassing(error)) throw error
          await pause()
        }
    },
    appears,
    shows: async (selector) => (await look(selector)).shown,
    exists: async (selector) => (await look(selector)).element !== null,
    click: (selector) =>
      withElement(selector, async (id, element) => {
        await rest(element, "nearest")
        await driver.post(`/element/${id}/click`)
      }),
    focus: (selector) => withElement(selector, (_id, element) => driver.script("arguments[0].focus()", [element])),
    fill: (selector, value) => withElement(selector, (_id, element) => driver.script(setValue, [element, value])),
    scrollTo: (selector) => withElement(selector, (_id, element) => rest(element, "center")),
    screenshot: () => here(async () => Buffer.from(await driver.get<string>("/screenshot"), "base64")),
    // The driver tells nothing of requests; the proxy does.
    pending: () => 0,
    close,
  }
}

interface DriverCookie {
  name: string
  value: string
  domain: string
  httpOnly: boolean
  expiry?: number
}

const cookieOf = ({ name, value, domain, httpOnly, expiry }: DriverCookie): BrowserCookie => ({ name, value, domain, httpOnly, ...(expiry === undefined ? {} : { expires: expiry }) })

/** A visitor over one WebDriver session. Its last window is never closed, because the session would end with it. */
export const sessionOver = (driver: WebDriver): Session => {
  const windows = switcher(driver)
  const handles = new WeakMap<Tab, string>()
  let first = true
  const open = async (): Promise<string> => (first ? ((first = false), driver.get<string>("/window")) : (await driver.post<{ handle: string }>("/window/new", { type: "tab" })).handle)
  const closeWindow = async (handle: string): Promise<void> => {
    const all = await driver.get<string[]>("/window/handles")
    if (all.length === 1) await driver.post("/window/new", { type: "tab" })
    await windows.in(handle, () => driver.delete("/window"))
    windows.forget()
    const [left] = await driver.get<string[]>("/window/handles")
    if (left !== undefined) await windows.in(left, async () => undefined)
  }
  return {
    async newTab() {
      const handle = await open()
      const tab = tabOf(driver, windows, handle, () => closeWindow(handle))
      handles.set(tab, handle)
      return tab
    },
    async closeOthers(keep) {
      const kept = handles.get(keep)
      const all = await driver.get<string[]>("/window/handles")
      for (const handle of all.filter((one) => one !== kept)) await closeWindow(handle)
    },
    // The proxy puts it into the pages.
    addScript: async () => undefined,
    cookies: async () => (await driver.get<DriverCookie[]>("/cookie")).map(cookieOf),
    deleteCookie: async ({ name }) => void (await driver.delete(`/cookie/${encodeURIComponent(name)}`)),
    close: async () => void (await driver.delete("")),
  }
}
