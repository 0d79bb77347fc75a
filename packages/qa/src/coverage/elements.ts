import type { ElementRecord } from "@tagwright/formats"

/** An interactive element as found in the page. */
export interface Found {
  selector: string
  role: ElementRecord["role"]
  label: string
  section?: string
  /** A link that opens the mail program or the telephone */
  contact?: true
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
  /** At most so many are returned */
  most: number
}

/**
 * In the page: every interactive element that was not seen before, open shadow roots and frames of the same origin included.
 * Selectors are short and do not change when an unrelated element is added: an id, a data attribute or where a link leads, if that
 * is unique, else the path to it. Elements of a frame belong to another realm: `instanceof` would deny them.
 */
export const findElements = ({ outside, waivers, mark, most }: FindInput): { found: Found[]; more: number } => {
  // Stands between the parts of a selector that leads into a shadow root or a frame.
  const into = " >>> "
  const interactive = "a[href], area[href], button, input:not([type=hidden]), select, textarea, form, summary, video, audio, [role=button], [role=link], [role=tab], [role=menuitem], [role=switch], [role=checkbox], [onclick], [contenteditable=true]"
  const seen = new Set<Element>()
  const all: Element[] = []
  const documentIn = (element: Element): Document | null => {
    try {
      return element.localName === "iframe" || element.localName === "frame" ? (element as HTMLIFrameElement).contentDocument : null
    } catch {
      return null
    }
  }
  const collect = (root: Document | ShadowRoot) => {
    for (const element of root.querySelectorAll("*")) {
      if (element.shadowRoot !== null) collect(element.shadowRoot)
      const framed = documentIn(element)
      if (framed !== null) collect(framed)
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
  // Addresses of plain characters only: others may hold a person's.
  const leadingTo = (element: Element): string | undefined => {
    const href = element.getAttribute("href") ?? ""
    const landmark = element.closest("nav, header, main, footer, aside")?.localName
    return element.localName === "a" && /^(?:https?:\/\/[\w.-]+)?[\w/#.-]{1,80}$/.test(href) ? `${landmark === undefined ? "" : `${landmark} `}a[href='${href}']` : undefined
  }
  const selectorOf = (element: Element): string => {
    const scope = element.getRootNode() as Document | ShadowRoot
    const host = "host" in scope ? scope.host : scope === document ? null : (scope.defaultView?.frameElement ?? null)
    const within = host === null ? "" : `${selectorOf(host)}${into}`
    const unique = (selector: string) => scope.querySelectorAll(selector).length === 1
    if (element.id !== "" && unique(`#${CSS.escape(element.id)}`)) return `${within}#${CSS.escape(element.id)}`
    const leading = leadingTo(element)
    if (leading !== undefined && unique(leading)) return within + leading
    const path: string[] = []
    for (let at: Element | null = element; at !== null && at.localName !== "html"; at = at.parentElement) {
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
    const field = element.matches("input, select, textarea") ? (element as HTMLInputElement) : undefined
    const own = element.localName === "form" || field !== undefined ? undefined : element.textContent
    const picture = element.querySelector("img[alt]")?.getAttribute("alt") ?? element.querySelector("svg title")?.textContent
    const names = [element.getAttribute("aria-label"), field?.labels?.[0]?.textContent, own, element.getAttribute("alt"), picture, element.getAttribute("title"), element.getAttribute("name"), element.getAttribute("data-form-id")]
    const texts = names.map((name) => (name ?? "").replaceAll(/\s+/g, " ").trim())
    return (texts.find((text) => text !== "") ?? element.localName).slice(0, 80)
  }
  const isOutside = (element: Element) => outside !== "" && element.closest(outside) !== null
  const fresh = all.filter((element) => !isOutside(element) && !element.hasAttribute(mark))
  const found = fresh.slice(0, most).map((element): Found => {
    element.setAttribute(mark, "")
    const waiver = waivers.findIndex((selector) => element.matches(selector))
    const section = element.closest("[data-section]")?.getAttribute("data-section") ?? undefined
    const form = element.closest("form")
    return {
      selector: selectorOf(element),
      role: roleOf(element),
      label: labelOf(element),
      ...(/^(mailto|tel):/.test(element.getAttribute("href") ?? "") ? { contact: true as const } : {}),
      ...(section === undefined ? {} : { section }),
      ...(form === null || form === element ? {} : { form: selectorOf(form) }),
      ...(waiver < 0 ? {} : { waiver }),
    }
  })
  return { found, more: fresh.length - found.length }
}
