import type { Feature } from "../config.ts"
import { safe } from "../kit.ts"
import { trackElement } from "./attributes.ts"

export interface VisibleBinding {
  /** Absent: the element's own `data-tw-event` */
  _event?: string
  _selector: string
  /** Share of the element, 0 to 1; of the screen where the element is larger than the screen */
  _share: number
  _ms: number
}

/** Elements that stay on the screen for a while, each once per page. Elements added later are found. */
export const visible =
  (...bindings: VisibleBinding[]): Feature =>
  (kit) =>
    bindings.forEach(({ _event, _selector, _share, _ms }) => {
      const timers = new WeakMap<Element, number>()
      const see = ({ target, intersectionRatio, intersectionRect }: IntersectionObserverEntry): void => {
        const enough = intersectionRatio >= _share || intersectionRect.height >= _share * innerHeight
        if (enough === timers.has(target)) return
        if (!enough) {
          clearTimeout(timers.get(target))
          timers.delete(target)
          return
        }
        const seen = safe(kit, () => {
          observer.unobserve(target)
          trackElement(kit, _event ?? target.getAttribute("data-tw-event") ?? "", target)
        })
        timers.set(target, window.setTimeout(seen, _ms))
      }
      const observer = new IntersectionObserver((entries) => entries.forEach(see), { threshold: [0, _share / 4, _share / 2, _share] })
      const scan = safe(kit, () => document.querySelectorAll(_selector).forEach((element) => timers.has(element) || observer.observe(element)))
      scan()
      new MutationObserver(scan).observe(document, { childList: true, subtree: true })
    })
