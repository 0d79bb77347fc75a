import type { Feature } from "../config.ts"
import { occasionOf, said } from "./attributes.ts"
import { onView } from "./page.ts"

export interface VisibleBinding {
  _event: string
  _selector: string
  /** Share of the element, 0 to 1; of the screen where the element is larger than the screen */
  _share: number
  _ms: number
}

const MARKED = { _share: 0.5, _ms: 1_000 }

/** Elements that stay on the screen, each once per page. Elements added later are found. */
export const visible =
  (...bindings: VisibleBinding[]): Feature =>
  (kit) => {
    const watched = new WeakMap<Element, Set<string>>()

    const watch = (element: Element, { _event, _share, _ms }: Omit<VisibleBinding, "_selector">): void => {
      const names = watched.get(element) ?? new Set()
      if (names.has(_event)) return
      watched.set(element, names.add(_event))
      let timer: ReturnType<typeof setTimeout> | undefined
      const observer = new IntersectionObserver(
        (entries) => {
          const entry = entries.at(-1)
          const enough = entry && (entry.intersectionRatio >= _share || entry.intersectionRect.height >= _share * innerHeight)
          if (!enough) {
            clearTimeout(timer)
            timer = undefined
          } else
            timer ??= setTimeout(
              kit._safe(() => {
                observer.disconnect()
                kit._track(_event, said(kit, _event, element), element)
              }),
              _ms,
            )
        },
        { threshold: [0, _share / 4, _share / 2, _share, 1] },
      )
      observer.observe(element)
    }
    const scan = kit._safe((): void => {
      for (const binding of bindings) for (const element of document.querySelectorAll(binding._selector)) watch(element, binding)
      for (const element of document.querySelectorAll("[data-tw-event][data-tw-on=visible]"))
        if (occasionOf(element) === "visible") watch(element, { _event: element.getAttribute("data-tw-event") ?? "", ...MARKED })
    })
    onView(kit, () => {
      scan()
      new MutationObserver(scan).observe(document.documentElement, { childList: true, subtree: true })
    })
  }
