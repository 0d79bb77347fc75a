import { track } from "../push/track.ts"
import type { Kit } from "../kit.ts"

export type SelectorBinding = readonly [event: string, selector: string]
export type Occasion = "click" | "submit" | "focus" | "invalid" | "visible"

/** The nearest value of the attribute, from the element outwards. */
export const nearest = (element: Element | undefined, attribute: string): string | null | undefined =>
  element?.closest(`[${attribute}]`)?.getAttribute(attribute)

/** What attributes around the element and fields inside the form say, for the parameters the event declares. */
const said = (kit: Kit, name: string, element: Element): Record<string, unknown> => {
  const found: Record<string, unknown> = {}
  kit._config._events[name]?._params.forEach((key) => {
    const field = element.querySelector(`[data-tw-field="${key}"]:is(:checked,:not([type=radio],[type=checkbox]))`)
    found[key] = nearest(element, `data-tw-param-${key}`) ?? (field && "value" in field ? field.value : undefined)
  })
  return found
}

/** Tracks the use of an element, with what the page says around it. */
export const trackElement = (kit: Kit, name: string, element: Element): void => track(kit, name, said(kit, name, element), element)

/** Every event that this use of `target` means: by attribute (forms on submit, all else on click, unless it says when) or by the plan's selectors, each event once. */
export const matches = (occasion: Occasion, bindings: readonly SelectorBinding[], target: Element): Map<string, Element> => {
  const found = new Map<string, Element>()
  bindings.forEach(([event, selector]) => {
    const element = target.closest(selector)
    if (element) found.set(event, element)
  })
  const marked = target.closest("[data-tw-event]")
  if (marked && (marked.getAttribute("data-tw-on") ?? (marked.matches("form") ? "submit" : "click")) === occasion) found.set(marked.getAttribute("data-tw-event") ?? "", marked)
  return found
}
