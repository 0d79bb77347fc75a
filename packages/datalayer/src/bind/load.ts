import { pages } from "../plan.ts"
import { track } from "../push/track.ts"
import { isHere, onView } from "./page.ts"

/** Page views, event → key of the page in the plan, or nothing for every page. */
export const load = (views: Record<string, string>): void =>
  onView(() => Object.entries(views).forEach(([event, key]) => (!key || isHere(pages[key])) && track(event)))
