import type { Kit } from "../kit.ts"

/** Runs when the document is read, and again when the back button brings a kept page back: both are views. */
export const onView = (kit: Kit, work: () => void): void => {
  const safe = kit._safe(work)
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", safe)
  else safe()
  addEventListener("pageshow", (event) => event.persisted && safe())
}

/** A path without the trailing slash and the index file, so that both ways to write it are one. */
export const normalPath = (path: string): string => path.replace(/(\/index)?\.html$|\/index\.html$/, "").replace(/(.)\/$/, "$1")
