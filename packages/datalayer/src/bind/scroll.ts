import type { Feature } from "../config.ts"
import { onView } from "./page.ts"

export type ScrollBinding = readonly [event: string, percents: readonly number[]]

/** Depth of the page seen, in percent, each mark once per page view, and only when somebody scrolls; the mark goes into `percent_scrolled` where the event declares it. */
export const scroll =
  (...bindings: ScrollBinding[]): Feature =>
  (kit) => {
    const reached = new Set<string>()
    const look = kit._safe((): void => {
      const { scrollHeight } = document.documentElement
      const percent = ((scrollY + innerHeight) / scrollHeight) * 100
      for (const [event, marks] of bindings)
        for (const mark of marks) {
          const id = `${event} ${mark}`
          if (percent < mark || reached.has(id)) continue
          reached.add(id)
          kit._track(event, kit._config._events[event]?._params.includes("percent_scrolled") ? { percent_scrolled: mark } : {})
        }
    })
    onView(kit, () => reached.clear())
    document.addEventListener("scroll", look, { passive: true, capture: true })
  }
