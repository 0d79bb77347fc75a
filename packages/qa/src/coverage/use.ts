import type { Found } from "./elements.ts"

export interface UseInput {
  /** Where the page must be; elsewhere nothing is used */
  path: string
  uses: readonly { selector: string; role: Found["role"] }[]
}

/** What came of using one element. */
export interface Use {
  selector: string
  /** The event that its use pushed */
  event?: string
  /** It was not there any more: an earlier use had changed the page */
  gone?: true
  /** Where its use wanted to lead */
  leads?: string
}

/**
 * In the page: uses elements one after another with every navigation to another document held back, and tells which event each
 * use pushed. Undefined: the page is another one by now.
 */
export const useElements = async ({ path, uses }: UseInput): Promise<Use[] | undefined> => {
  if (location.pathname + location.hash !== path && location.pathname !== path) return undefined
  const into = " >>> "
  const layerOf = (): unknown[] => {
    const layer: unknown = Reflect.get(window, "dataLayer")
    return Array.isArray(layer) ? layer : []
  }
  // A submit button must still submit: it is the form's own event that is held then.
  const isSubmit = (target: EventTarget | null) => target instanceof Element && target.closest("form :is(button:not([type]), [type=submit], [type=image])") !== null
  let leads: string | undefined
  const hold = (event: Event) => {
    const form = event.target
    if (event.type === "submit" && !event.defaultPrevented && form instanceof HTMLFormElement && form.method === "get") {
      const fields = [...new FormData(form)].map(([name, value]): [string, string] => [name, typeof value === "string" ? value : value.name])
      leads = `${form.action.split("?", 1)[0]}?${new URLSearchParams(fields)}`
    }
    if (event.type !== "click" || !isSubmit(event.target)) event.preventDefault()
  }
  const holdNavigation = (event: Event) => {
    const destination: unknown = Reflect.get(event, "destination")
    const url: unknown = typeof destination === "object" && destination !== null ? Reflect.get(destination, "url") : undefined
    if (typeof url === "string") leads = url
    const same: unknown = typeof destination === "object" && destination !== null ? Reflect.get(destination, "sameDocument") : undefined
    if (same !== true) event.preventDefault()
  }
  // Behind every listener of the page: they see the event as they always do, only the browser does not follow it.
  addEventListener("click", hold)
  addEventListener("submit", hold)
  // Scripts may navigate by themselves, and handlers may keep the event from reaching us.
  const navigation: unknown = Reflect.get(window, "navigation")
  const target = navigation instanceof EventTarget ? navigation : undefined
  target?.addEventListener("navigate", holdNavigation)
  const open = window.open
  window.open = (url) => {
    if (url !== undefined) leads = new URL(url, location.href).href
    return null
  }
  const find = (selector: string): Element | null => {
    let root: Document | ShadowRoot = document
    const parts = selector.split(into)
    for (const part of parts.slice(0, -1)) {
      const host: Element | null = root.querySelector(part)
      const within: Document | ShadowRoot | null = host === null ? null : (host.shadowRoot ?? (host as HTMLIFrameElement).contentDocument ?? null)
      if (within === null) return null
      if (within.nodeType === Node.DOCUMENT_NODE) for (const kind of ["click", "submit"]) within.addEventListener(kind, hold)
      root = within
    }
    return root.querySelector(parts.at(-1) ?? "")
  }
  // Elements that come into view count by themselves; that is not the use of the element.
  const passive = new Set(["page_view", "section_view", "scroll"])
  const eventSince = (start: number): string | undefined => {
    const names = layerOf().slice(start).flatMap((message) => {
      const event: unknown = typeof message === "object" && message !== null ? Reflect.get(message, "event") : undefined
      return typeof event === "string" && !event.startsWith("gtm.") && !passive.has(event) ? [event] : []
    })
    return names[0]
  }
  const focusAndChange = (element: HTMLElement): void => {
    element.focus()
    element.dispatchEvent(new FocusEvent("focusin", { bubbles: true, composed: true }))
    if (element.matches("[type=radio], [type=checkbox]")) element.click()
    else element.dispatchEvent(new Event("change", { bubbles: true }))
  }
  const use = (element: Element, role: Found["role"]): void => {
    // SVG links have no click() of their own.
    if (!("click" in element)) return void element.dispatchEvent(new MouseEvent("click", { bubbles: true, cancelable: true, composed: true }))
    if (role === "form") (element as HTMLFormElement).requestSubmit()
    else if (role === "media") element.dispatchEvent(new Event("play"))
    else if (role === "field") focusAndChange(element as HTMLElement)
    else (element as HTMLElement).click()
  }
  const results: Use[] = []
  for (const { selector, role } of uses) {
    const element = find(selector)
    if (element === null) {
      results.push({ selector, gone: true })
      continue
    }
    const start = layerOf().length
    leads = undefined
    try {
      use(element, role)
    } catch {
      // An element whose own script throws is simply not measured.
    }
    // Handlers that wait for one more task still count.
    if (eventSince(start) === undefined) await new Promise<void>((resolve) => setTimeout(resolve, 0))
    const event = eventSince(start)
    results.push({ selector, ...(event === undefined ? {} : { event }), ...(leads === undefined ? {} : { leads }) })
  }
  removeEventListener("click", hold)
  removeEventListener("submit", hold)
  target?.removeEventListener("navigate", holdNavigation)
  window.open = open
  return results
}
