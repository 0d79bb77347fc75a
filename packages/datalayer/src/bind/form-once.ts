import type { Feature } from "../config.ts"
import type { Kit } from "../kit.ts"
import { matches, said, type Occasion, type SelectorBinding } from "./attributes.ts"

/** The form counts, not the field; an attribute may stand on either. */
const trackForm = (kit: Kit, occasion: Occasion, bindings: readonly SelectorBinding[], target: Element, isDone: (name: string, form: Element) => boolean): void => {
  for (const [name, element] of matches(occasion, bindings, target)) if (!isDone(name, element)) kit._track(name, said(kit, name, element), element)
}

/** The first field of a form gets the focus: once per form and page view. */
export const focus =
  (...bindings: SelectorBinding[]): Feature =>
  (kit) => {
    const started = new WeakMap<Element, Set<string>>()
    const isDone = (name: string, form: Element): boolean => {
      const names = started.get(form) ?? new Set()
      started.set(form, names)
      return names.has(name) || !names.add(name)
    }
    document.addEventListener(
      "focusin",
      kit._safe(({ target }: FocusEvent) => {
        if (target instanceof Element && target.matches("input,select,textarea,[contenteditable]")) trackForm(kit, "focus", bindings, target, isDone)
      }),
      true,
    )
  }

/** A form refuses to submit. Each wrong field says so on its own; together they are one event. */
export const invalid =
  (...bindings: SelectorBinding[]): Feature =>
  (kit) => {
    const told = new Set<string>()
    document.addEventListener(
      "invalid",
      kit._safe(({ target }: Event) => {
        if (!(target instanceof Element)) return
        if (!told.size) setTimeout(() => told.clear())
        trackForm(kit, "invalid", bindings, target, (name) => told.has(name) || !told.add(name))
      }),
      true,
    )
  }
