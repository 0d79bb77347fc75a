import { track } from "../push/track.ts"
import { onView, pageHere } from "./page.ts"

/** Event → key of the page in the plan, or nothing for every page */
export type Views = Record<string, string>

export const tellViews = (views: Views): void => Object.entries(views).forEach(([event, key]) => (!key || key === pageHere()) && track(event))

/** Page views. */
export const load = (views: Views): void => onView(() => tellViews(views))
