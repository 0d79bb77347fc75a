import type { Feature } from "../config.ts"
import { on } from "../kit.ts"
import { track } from "../push/track.ts"
import { onView } from "./page.ts"

export type ScrollBinding = readonly [event: string, percents: readonly number[]]

/**
 * Depth of the page seen, in percent, each mark once per page view, and only when somebody scrolls;
 * the mark goes into `percent_scrolled` where the event declares it.
 */
export const scroll =
  (...bindings: ScrollBinding[]): Feature =>
  (kit) => {
    let reached = 0
    on(kit, "scroll", () => {
      const percent = ((scrollY + innerHeight) / document.documentElement.scrollHeight) * 100
      for (const [event, marks] of bindings)
        for (const mark of marks)
          if (mark > reached && mark <= percent) track(kit, event, kit._config._events[event]?._params.includes("percent_scrolled") ? { percent_scrolled: mark } : {})
      reached = Math.max(reached, percent)
    })
    onView(kit, () => {
      reached = 0
    })
  }
