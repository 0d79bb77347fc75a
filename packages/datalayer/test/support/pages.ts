import { engine } from "./launch.ts"
import type { Tab } from "./tab.ts"

/** WebDriver does not tell of errors in the page; a script of the page does. Playwright tells by itself. */
const COLLECTOR = `<script>window.errorsOfPage = []
  addEventListener("error", (event) => errorsOfPage.push(event.message)); addEventListener("unhandledrejection", (event) => errorsOfPage.push(String(event.reason)))</script>`

/** An HTML page with the kit in its head, after `head`. */
export const html = (body: string, head = ""): string =>
  `<!doctype html><html lang="en"><head>${engine === "webkit" ? COLLECTOR : ""}${head}<script src="/tagwright/kit.js"></script><title>Test page</title></head><body>${body}</body></html>`

/** What vanilla-cookieconsent 3 does when somebody chooses: its cookie, then its event. */
export const choose = (page: Tab, categories: string[], event = "cc:onConsent"): Promise<void> =>
  page.evaluate(
    ([list, name]) => {
      const cookie = { categories: list, revision: 0, consentId: "6c1e", languageCode: "en" }
      document.cookie = `cc_cookie=${encodeURIComponent(JSON.stringify(cookie))};path=/;max-age=1000`
      dispatchEvent(new CustomEvent(name, { detail: { cookie } }))
    },
    [categories, event] as const,
  )

/** The data layer as plain JSON: command objects as arrays. */
export const pushes = (page: Tab): Promise<unknown[]> =>
  page.evaluate(() => {
    const all: unknown = Reflect.get(window, "dataLayer")
    const plain = (Array.isArray(all) ? all : []).map((m: unknown) => (Object.prototype.toString.call(m) === "[object Arguments]" ? Array.from(Object.values(Object(m))) : m))
    return JSON.parse(JSON.stringify(plain))
  })

/** Only the messages with an event, without ids. */
export const messages = async (page: Tab): Promise<Record<string, unknown>[]> =>
  (await pushes(page)).filter(isMessage).flatMap(({ event_id: _, ...rest }) => (rest["event"] === "consent_update" ? [] : [rest]))
const isMessage = (value: unknown): value is Record<string, unknown> => typeof value === "object" && value !== null && "event" in value
