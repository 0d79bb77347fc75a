import type { Feature } from "../config.ts"
import { on } from "../kit.ts"
import { matches, trackElement, type Occasion, type SelectorBinding } from "./attributes.ts"

/** One delegated listener per kind; marked pure below, so that a kind nobody uses is left out. `once`: the same element and event count once per page, or once per task. */
const listen =
  (occasion: Occasion, type: "click" | "submit" | "focusin" | "invalid", only = "*", once?: "page" | "task") =>
  (...bindings: SelectorBinding[]): Feature =>
  (kit) => {
    let done: (readonly [string, Element])[] = []
    on(kit, type, ({ target }) => {
      if (!(target instanceof Element) || !target.matches(only)) return
      matches(occasion, bindings, target).forEach((element, name) => {
        if (done.some(([n, e]) => n === name && e === element)) return
        if (once) done.push([name, element])
        if (once === "task") setTimeout(() => (done = []))
        trackElement(kit, name, element)
      })
    })
  }

export const click = /* @__PURE__ */ listen("click", "click")
export const submit = /* @__PURE__ */ listen("submit", "submit")
/** The first field of a form gets the focus: once per form and page. */
export const focus = /* @__PURE__ */ listen("focus", "focusin", "input,select,textarea,[contenteditable]", "page")
/** A form refuses to submit. Each wrong field says so on its own; together they are one event. */
export const invalid = /* @__PURE__ */ listen("invalid", "invalid", "*", "task")
