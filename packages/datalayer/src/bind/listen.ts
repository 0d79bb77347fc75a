import type { Feature } from "../config.ts"
import { trackUse, type Occasion, type SelectorBinding } from "./attributes.ts"

/** One listener on the document, in the capture phase: elements added later work, and no handler of the page can hide the event. */
const listen =
  (occasion: Occasion, type: string) =>
  (...bindings: SelectorBinding[]): Feature =>
  (kit) =>
    document.addEventListener(
      type,
      kit._safe((event: Event) => {
        if (event.target instanceof Element) trackUse(kit, occasion, bindings, event.target)
      }),
      true,
    )

export const click = listen("click", "click")
export const submit = listen("submit", "submit")
