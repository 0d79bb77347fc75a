import { safe } from "../kit.ts"
import { trackElement } from "./attributes.ts"

/** `event` empty: the element's own `data-tw-event`. `share` of the element, 0 to 1; of the screen where the element is larger than the screen. */
export type VisibleBinding = readonly [event: string, selector: string, share: number, ms: number]

/** Elements that stay on the screen for a while, each once per page. Elements added later are found. */
export const visible = (...bindings: VisibleBinding[]): void =>
  bindings.forEach(([event, selector, share, ms]) => {
    const known = new WeakSet<Element>()
    const watch = (element: Element): void => {
      let timer: ReturnType<typeof setTimeout> | undefined
      const seen = safe(() => {
        observer.disconnect()
        trackElement(event || (element.getAttribute("data-tw-event") ?? ""), element)
      })
      const observer = new IntersectionObserver(
        ([entry]) => {
          clearTimeout(timer)
          if (entry && (entry.intersectionRatio >= share || entry.intersectionRect.height >= share * innerHeight)) timer = setTimeout(seen, ms)
        },
        { threshold: [0, share / 4, share / 2, share] },
      )
      observer.observe(element)
    }
    const scan = safe(() => document.querySelectorAll(selector).forEach((element) => known.has(element) || (known.add(element), watch(element))))
    scan()
    new MutationObserver(scan).observe(document, { childList: true, subtree: true })
  })
