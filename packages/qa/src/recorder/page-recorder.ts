/** What a person did, as the page saw it. Nothing that was typed is in it. */
export type Action =
  | { type: "load"; path: string; how: string }
  | { type: "click"; selector: string }
  /** A field of this form was entered */
  | { type: "enter"; selector: string }
  | { type: "submit"; selector: string }
  | { type: "consent"; choice: "all" | "none" | "some" }
  | { type: "reopen" }

export interface RecorderConfig {
  accept: string
  reject: string
  save: string
  reopen: string
  root: string
}

/**
 * Runs in the page behind the hook; its source is sent as text, so it may use nothing from outside itself.
 * Selectors: data attributes first, since they are made to be found; then role and name as CSS can say them; then an id; at
 * last the path from the nearest section. Each is tried until it finds that one element and no other.
 */
function recordActions(config: RecorderConfig): void {
  const act = window.__tagwright_hook?.act
  if (act === undefined || window.top !== window) return
  const quoted = (value: string) => `"${value.replaceAll(/["\\]/g, "\\$&")}"`
  const unique = (selector: string) => document.querySelectorAll(selector).length === 1
  // Long digits and hashes are made anew by every build.
  const stable = (value: string) => value !== "" && value.length <= 60 && !/\d{4,}|[0-9a-f]{8,}/i.test(value)
  const attribute = (element: Element, name: string): string[] => {
    const value = element.getAttribute(name)
    return value === null || !stable(value) ? [] : [`[${name}=${quoted(value)}]`]
  }
  const dataOf = (element: Element): string[] => {
    const names = element.getAttributeNames().filter((name) => name.startsWith("data-") && !/^data-(v-|react|astro|svelte|qa-)/.test(name))
    const made = /^data-(testid|test|cy|tw-|id$|form-id$)/
    const single = names.toSorted((a, b) => Number(made.test(b)) - Number(made.test(a))).flatMap((name) => attribute(element, name))
    return [...single, ...(single.length > 1 ? [single.join("")] : [])]
  }
  const nameOf = (element: Element): string[] => ["aria-label", "name", "href", "title", "alt", "value"].flatMap((name) => attribute(element, name).map((part) => element.localName + part))
  const within = (element: Element): string[] => {
    const section = element.parentElement?.closest("[data-section], form[data-form-id]")
    const form = section?.getAttribute("data-form-id")
    const name = section?.getAttribute("data-section")
    return [...(form ? [`form[data-form-id=${quoted(form)}]`] : []), ...(name ? [`[data-section=${quoted(name)}]`] : []), ...["header", "main", "footer"].filter((tag) => element.closest(tag) !== null)]
  }
  const step = (element: Element): string => {
    const same = [...(element.parentElement?.children ?? [])].filter((other) => other.localName === element.localName)
    return same.length > 1 ? `${element.localName}:nth-of-type(${same.indexOf(element) + 1})` : element.localName
  }
  const pathOf = (element: Element): string => {
    const path: string[] = []
    for (let at: Element | null = element; at !== null && at.localName !== "html"; at = at.parentElement) {
      const anchor = at === element ? undefined : [...dataOf(at), ...(stable(at.id) ? [`#${CSS.escape(at.id)}`] : [])].find(unique)
      if (anchor !== undefined) return `${anchor} > ${path.join(" > ")}`
      path.unshift(step(at))
    }
    return path.join(" > ")
  }
  const selectorOf = (element: Element): string => {
    const own = [...dataOf(element), ...nameOf(element)]
    const narrowed = own.flatMap((one) => within(element).map((scope) => `${scope} ${one}`))
    const byId = stable(element.id) ? [`#${CSS.escape(element.id)}`] : []
    return [...dataOf(element), ...narrowed.filter((one) => one.includes("[data-")), ...nameOf(element), ...narrowed, ...byId].find(unique) ?? pathOf(element)
  }
  const inside = (element: Element, selector: string) => selector !== "" && element.closest(selector) !== null

  const consentOf = (element: Element): Action | undefined => {
    if (inside(element, config.reopen)) return { type: "reopen" }
    if (inside(element, config.accept)) return { type: "consent", choice: "all" }
    if (inside(element, config.reject)) return { type: "consent", choice: "none" }
    if (inside(element, config.save)) return { type: "consent", choice: "some" }
    return undefined
  }
  const interactive = "a[href], button, summary, input[type=radio], input[type=checkbox], input[type=button], [role=button], [role=tab], [role=menuitem], [role=switch], [onclick]"
  const clicked = (target: Element): void => {
    const consent = consentOf(target)
    if (consent !== undefined) return act(consent)
    if (inside(target, config.root)) return
    const label = target.closest("label")?.control
    const element = target.closest(interactive) ?? (label?.matches("[type=radio], [type=checkbox]") ? undefined : null)
    // A label passes its click on to its field, and that click comes by as well.
    if (element === undefined || element === null) return
    const sends = element.matches("button:not([type]), button[type=submit], input[type=submit]") && element.closest("form")?.checkValidity() === true
    if (!sends) act({ type: "click", selector: selectorOf(element) })
  }
  addEventListener("click", (event) => event.isTrusted && event.target instanceof Element && clicked(event.target), true)
  let entered: Element | undefined
  addEventListener(
    "focusin",
    (event) => {
      const form = event.target instanceof Element && event.target.matches("input:not([type=submit], [type=button], [type=radio], [type=checkbox]), select, textarea") ? event.target.closest("form") : null
      if (form === null || form === entered || inside(form, config.root)) return
      entered = form
      act({ type: "enter", selector: selectorOf(form) })
    },
    true,
  )
  addEventListener("submit", (event) => event.target instanceof Element && act({ type: "submit", selector: selectorOf(event.target) }), true)
  const [entry] = performance.getEntriesByType("navigation")
  act({ type: "load", path: location.pathname + location.search, how: entry instanceof PerformanceNavigationTiming ? entry.type : "navigate" })
}

export const recorderSource = (config: RecorderConfig): string => `(${recordActions.toString()})(${JSON.stringify(config)})`
