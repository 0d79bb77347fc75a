import { on, safe } from "../kit.ts"
import { pages } from "../plan.ts"
import { normalPath } from "./path.ts"

/** Runs when the document is read, and again when the back button brings a kept page back: both are views. */
export const onView = (work: () => void): void => {
  if (document.readyState === "loading") on("DOMContentLoaded", work)
  else safe(work)()
  on("pageshow", ({ persisted }) => persisted && work())
}

/** The plan's key of the page we are on */
export const pageHere = (): string | undefined => pages[normalPath(location.pathname)]
