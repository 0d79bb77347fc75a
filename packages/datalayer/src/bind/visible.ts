import { safe } from "../kit.ts"
import { trackElement } from "./attributes.ts"

/** `event` empty: the element's own `data-tw-event`. `share` of the element, 0 to 1; of the screen where the element is larger than the screen. */
export type VisibleBinding = readonly [event: string, selector: string, share: number, ms: number]

/** Told, so never again; no timer has this number. */
const DONE = 0

/** Elements that stay on the screen for a while, each once per page. Elements added later are found; to observe one twice changes nothing. */
export const visible = (...bindings: VisibleBinding[]): void =>
  bindings.forEach(([event, selector, share, ms]) => {
    const timers = new WeakMap<Element, ReturnType<typeof setTimeout> | typeof DONE>()
    const observer = new IntersectionObserver(
      safe((entries) =>
        entries.forEach(({ target, intersectionRatio, intersectionRect }) => {
          const timer = timers.get(target)
          clearTimeout(timer)
          if (timer !== DONE && (intersectionRatio >= share || intersectionRect.height >= share * innerHeight))
            timers.set(
              target,
              setTimeout(
                safe(() => {
                  timers.set(target, DONE)
                  trackElement(event || (target.getAttribute("data-tw-event") ?? ""), target)
                }),
                ms,
              ),
            )
        }),
      ),
      { threshold: [0, share / 4, share / 2, share] },
    )
    const scan = safe(() => document.querySelectorAll(selector).forEach((element) => observer.observe(element)))
    scan()
    new MutationObserver(scan).observe(document, { childList: true, subtree: true })
  })
