import { safe } from "../kit.ts"
import { trackElement } from "./attributes.ts"

/** Told, so never again; no timer has this number. */
const DONE = 0

/**
 * Elements that stay on the screen for so many milliseconds, each once per page. `event` empty: the element's own `data-tw-event`.
 * `share` of the element, 0 to 1; of the screen where the element is larger than the screen.
 */
export const visible = (event: string, selector: string, share: number, ms: number): void => {
  const timers = new WeakMap<Element, ReturnType<typeof setTimeout> | typeof DONE>()
  const tell = (element: Element): void => {
    timers.set(element, DONE)
    trackElement(event || (element.getAttribute("data-tw-event") ?? ""), element)
  }
  const observer = new IntersectionObserver(
    safe((entries) =>
      entries.forEach(({ target, intersectionRatio, intersectionRect }) => {
        const timer = timers.get(target)
        clearTimeout(timer)
        if (timer !== DONE && (intersectionRatio >= share || intersectionRect.height >= share * innerHeight)) timers.set(target, setTimeout(safe(tell), ms, target))
      }),
    ),
    { threshold: [0, share / 4, share / 2, share] },
  )
  // Elements added later are found; to observe one twice changes nothing.
  const scan = safe(() => document.querySelectorAll(selector).forEach((element) => observer.observe(element)))
  scan()
  new MutationObserver(scan).observe(document, { childList: true, subtree: true })
}
