import { on } from "../kit.ts"
import { paramsOf } from "../push/read.ts"
import { track } from "../push/track.ts"
import { onView } from "./page.ts"

/**
 * Depth of the page seen, in percent, each mark once per page view, and only when somebody scrolls;
 * the mark goes into `percent_scrolled` where the event declares it.
 */
export const scroll = (marks: Record<string, readonly number[]>): void => {
  let reached = 0
  on("scroll", () => {
    const percent = ((scrollY + innerHeight) / document.documentElement.scrollHeight) * 100
    Object.entries(marks).forEach(([event, all]) =>
      all.forEach((mark) => mark > reached && mark <= percent && track(event, paramsOf(event).includes("percent_scrolled") ? { percent_scrolled: mark } : {})),
    )
    reached = Math.max(reached, percent)
  })
  onView(() => {
    reached = 0
  })
}
