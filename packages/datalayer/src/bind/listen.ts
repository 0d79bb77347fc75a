import { on } from "../kit.ts"
import { record } from "../world/attempt.ts"
import { trackElement } from "./attributes.ts"

/** Event → selector */
export type Selectors = Record<string, string>
type Occasion = "click" | "submit" | "focus" | "invalid"

/**
 * One delegated listener per kind. A use of an element means the events that the plan's selectors or its attribute say (forms on
 * submit, all else on click, unless it says when), each once per task, or once per page.
 */
const listen = (occasion: Occasion, selectors: Selectors, only = "*", perPage?: true): void => {
  let done: (readonly [string, Element])[] = []
  on(occasion, ({ target }) => {
    if (!(target instanceof Element) || !target.matches(only)) return
    const found = record(Object.keys(selectors), (event) => target.closest(selectors[event] ?? ""))
    const marked = target.closest("[data-tw-event]")
    if (marked && (marked.getAttribute("data-tw-on") ?? (marked.matches("form") ? "submit" : "click")) === occasion) found[marked.getAttribute("data-tw-event") ?? ""] = marked
    Object.entries(found).forEach(([name, element]) => {
      if (!name || !element || done.some(([n, e]) => n === name && e === element)) return
      done.push([name, element])
      if (!perPage) setTimeout(() => (done = []))
      trackElement(name, element)
    })
  })
}

export const click = (selectors: Selectors): void => listen("click", selectors)
export const submit = (selectors: Selectors): void => listen("submit", selectors)
/** The first field of a form gets the focus. */
export const focus = (selectors: Selectors): void => listen("focus", selectors, "input,select,textarea,[contenteditable]", true)
/** A form refuses to submit. Each wrong field says so on its own; together they are one event. */
export const invalid = (selectors: Selectors): void => listen("invalid", selectors)
