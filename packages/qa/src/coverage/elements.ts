import type { ElementRecord } from "@tagwright/formats"

/** An interactive element as found in the page. */
export interface Found {
  selector: string
  role: ElementRecord["role"]
  label: string
  section?: string
  /** The form it belongs to, by selector */
  form?: string
  /** Index of the waiver that matches it */
  waiver?: number
}

export interface FindInput {
  /** Parts that are not the site's own: the consent tool */
  outside: string
  waivers: readonly string[]
  /** Marked and returned once only */
  mark: string
}

/**
 * In the page: every interactive element that was not seen before, open shadow roots included. Selectors are short and do
 * not change when an unrelated element is added: an id or a data attribute where one is unique, else the path to it.
 */
export const findElements = ({ outside, waivers, mark }: FindInput): Found[] => {
  const interactive = "a[href], area[href], button, input:not([type=hidden]), select, textarea, form, summary, video, audio, [role=button], [role=link], [role=tab], [role=menuitem], [role=switch], [role=checkbox], [onclick], [contenteditable=true]"
  const seen = new Set<Element>()
  const all: Element[] = []
  const collect = (root: Document | ShadowRoot) => {
    for (const element of root.querySelectorAll("*")) {
      if (element.shadowRoot !== null) collect(element.shadowRoot)
      const custom = element.localName.includes("-") && (element.hasAttribute("tabindex") || element.hasAttribute("role"))
      if ((custom || element.matches(interactive)) && !seen.has(element)) all.push(element)
      seen.add(element)
    }
  }
  collect(document)
  const step = (element: Element): string => {
    const same = [...(element.parentElement?.children ?? [])].filter((other) => other.localName === element.localName)
    return same.length > 1 ? `${element.localName}:nth-of-type(${same.indexOf(element) + 1})` : element.localName
  }
  const selectorOf = (element: Element): string => {
    const root = element.getRootNode()
    const within = root instanceof ShadowRoot ? `${selectorOf(root.host)} ` : ""
    const scope = root instanceof ShadowRoot ? root : document
    const unique = (selector: string) => scope.querySelectorAll(selector).length === 1
    if (element.id !== "" && unique(`#${CSS.escape(element.id)}`)) return `${within}#${CSS.escape(element.id)}`
    const path: string[] = []
    for (let at: Element | null = element; at !== null && at !== document.documentElement; at = at.parentElement) {
      const section = at === element ? null : at.getAttribute("data-section")
      if (at !== element && at.id !== "" && unique(`#${CSS.escape(at.id)}`)) return `${within}#${CSS.escape(at.id)} > ${path.join(" > ")}`
      if (section !== null && unique(`[data-section="${CSS.escape(section)}"]`)) return `${within}[data-section="${section}"] > ${path.join(" > ")}`
      path.unshift(step(at))
    }
    return within + path.join(" > ")
  }
  const roleOf = (element: Element): Found["role"] => {
    if (element.matches("a, area, [role=link]")) return "link"
    if (element.matches("form")) return "form"
    if (element.matches("video, audio")) return "media"
    if (element.matches("button, summary, [role=button], [role=tab], [role=menuitem], input[type=submit], input[type=button], input[type=reset], input[type=image]")) return "button"
    return element.matches("input, select, textarea, [contenteditable=true]") ? "field" : "custom"
  }
  const labelOf = (element: Element): string => {
    const field = element instanceof HTMLInputElement || element instanceof HTMLSelectElement || element instanceof HTMLTextAreaElement ? element : undefined
    const text = element.getAttribute("aria-label") ?? field?.labels?.[0]?.textContent ?? (element instanceof HTMLFormElement || field !== undefined ? undefined : element.textContent) ?? element.getAttribute("alt") ?? ""
    return (text.replaceAll(/\s+/g, " ").trim() || element.getAttribute("name") || element.getAttribute("data-form-id") || element.localName).slice(0, 80)
  }
  const isOutside = (element: Element) => outside !== "" && element.closest(outside) !== null
  return all.flatMap((element): Found[] => {
    if (isOutside(element) || element.hasAttribute(mark)) return []
    element.setAttribute(mark, "")
    const waiver = waivers.findIndex((selector) => element.matches(selector))
    const section = element.closest("[data-section]")?.getAttribute("data-section") ?? undefined
    const form = element instanceof HTMLFormElement ? element : element.closest("form")
    return [
      {
        selector: selectorOf(element),
        role: roleOf(element),
        label: labelOf(element),
        ...(section === undefined ? {} : { section }),
        ...(form === null || form === element ? {} : { form: selectorOf(form) }),
        ...(waiver < 0 ? {} : { waiver }),
      },
    ]
  })
}

/** In the page: uses elements one after another with the navigation held back, and tells which events each use pushed. */
export const useElements = async (uses: readonly { selector: string; role: Found["role"] }[]): Promise<(string | undefined)[]> => {
  const layerOf = (): unknown[] => {
    const layer: unknown = Reflect.get(window, "dataLayer")
    return Array.isArray(layer) ? layer : []
  }
  // A submit button must still submit: it is the form's own event that is held then.
  const isSubmit = (target: EventTarget | null) => target instanceof Element && target.closest("form :is(button:not([type]), [type=submit], [type=image])") !== null
  const hold = (event: Event) => {
    if (event.type !== "click" || !isSubmit(event.target)) event.preventDefault()
  }
  // Behind every listener of the page: they see the event as they always do, only the browser does not follow it.
  addEventListener("click", hold)
  addEventListener("submit", hold)
  // Scripts may navigate by themselves, and handlers may keep the event from reaching us.
  const navigation: unknown = Reflect.get(window, "navigation")
  const target = navigation instanceof EventTarget ? navigation : undefined
  target?.addEventListener("navigate", hold)
  const find = (selector: string): Element | null => {
    let root: Document | ShadowRoot = document
    for (const [index, part] of selector.split(" ").entries()) {
      const whole = selector.split(" ").slice(index).join(" ")
      const direct = root.querySelector(whole)
      if (direct !== null) return direct
      const host: Element | null = root.querySelector(part)
      if (host?.shadowRoot === null || host === null) return null
      root = host.shadowRoot
    }
    return null
  }
  const eventSince = (start: number, ignore: ReadonlySet<string>): string | undefined => {
    const names = layerOf().slice(start).flatMap((message) => {
      const event: unknown = typeof message === "object" && message !== null ? Reflect.get(message, "event") : undefined
      return typeof event === "string" && !event.startsWith("gtm.") && !ignore.has(event) ? [event] : []
    })
    return names[0]
  }
  const use = (element: Element, role: Found["role"]): void => {
    if (element instanceof HTMLFormElement) {
      element.requestSubmit()
      return
    }
    if (role === "media") {
      element.dispatchEvent(new Event("play"))
      return
    }
    if (role === "field" && element instanceof HTMLElement) {
      element.focus()
      element.dispatchEvent(new FocusEvent("focusin", { bubbles: true, composed: true }))
      if (element instanceof HTMLInputElement && ["radio", "checkbox"].includes(element.type)) element.click()
      else element.dispatchEvent(new Event("change", { bubbles: true }))
      return
    }
    if (element instanceof HTMLElement) element.click()
  }
  // Elements that come into view count by themselves; that is not the use of the element.
  const passive = new Set(["page_view", "section_view", "scroll"])
  const results: (string | undefined)[] = []
  for (const { selector, role } of uses) {
    const element = find(selector)
    if (element === null) {
      results.push(undefined)
      continue
    }
    const start = layerOf().length
    try {
      use(element, role)
    } catch {
      // An element whose own script throws is simply not measured.
    }
    // Handlers that wait for one more task still count.
    if (eventSince(start, passive) === undefined) await new Promise<void>((resolve) => setTimeout(resolve, 0))
    results.push(eventSince(start, passive))
  }
  removeEventListener("click", hold)
  removeEventListener("submit", hold)
  target?.removeEventListener("navigate", hold)
  return results
}
