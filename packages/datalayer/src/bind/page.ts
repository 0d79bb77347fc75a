import { on, safe } from "../kit.ts"

/** Runs when the document is read, and again when the back button brings a kept page back: both are views. */
export const onView = (work: () => void): void => {
  if (document.readyState === "loading") on("DOMContentLoaded", work)
  else safe(work)()
  on("pageshow", ({ persisted }) => persisted && work())
}

/** Whether the path is this page's; the trailing slash and the index file make no difference. */
export const isHere = (path = ""): boolean => normal(path) === normal(location.pathname)
const normal = (path: string): string => path.replace(/(\/(index)?)?(\.html)?\/?$/, "")
