import type { Kit } from "../kit.ts"

export type SelectorBinding = readonly [event: string, selector: string]
export type Occasion = "click" | "submit" | "focus" | "invalid" | "visible"

const PARAM = "data-tw-param-"

/** The nearest value of the attribute, from the element outwards. */
export const nearest = (element: Element | undefined, attribute: string): string | null | undefined =>
  element?.closest(`[${attribute}]`)?.getAttribute(attribute)

/** When an element with `data-tw-event` counts as used: as it says itself, else forms on submit and all else on click. */
export const occasionOf = (element: Element): string => element.getAttribute("data-tw-on") ?? (element instanceof HTMLFormElement ? "submit" : "click")

/** What attributes around the element and fields inside the form say, for the parameters the event declares. */
export const said = (kit: Kit, name: string, element: Element): Record<string, unknown> => {
  const found: Record<string, unknown> = {}
  for (const key of kit._config._events[name]?._params ?? []) {
    const value = nearest(element, PARAM + key)
    if (value) found[key] = value
    else if (element instanceof HTMLFormElement) {
      const field = element.querySelector(`[data-tw-field="${key}"]:is(:checked,:not([type=radio],[type=checkbox]))`)
      if (field && "value" in field && field.value) found[key] = field.value
    }
  }
  return found
}

/** Every event that this use of `target` means: by attribute or by the plan's selectors, each event once. */
export const matches = (occasion: Occasion, bindings: readonly SelectorBinding[], target: Element): Map<string, Element> => {
  const found = new Map<string, Element>()
  const marked = target.closest("[data-tw-event]")
  const name = marked?.getAttribute("data-tw-event")
  if (marked && name && occasionOf(marked) === occasion) found.set(name, marked)
  for (const [event, selector] of bindings) {
    const element = target.closest(selector)
    if (element && !found.has(event)) found.set(event, element)
  }
  return found
}

/** Tracks what `matches` finds. */
export const trackUse = (kit: Kit, occasion: Occasion, bindings: readonly SelectorBinding[], target: Element): void => {
  for (const [name, element] of matches(occasion, bindings, target)) kit._track(name, said(kit, name, element), element)
}
