import type { Feature } from "../config.ts"
import { normalPath, onView } from "./page.ts"

export type LoadBinding = readonly [event: string, path?: string]

/** Page views: of every page, or of the one with this path. */
export const load =
  (...bindings: LoadBinding[]): Feature =>
  (kit) =>
    onView(kit, () => {
      for (const [event, path] of bindings) if (path === undefined || normalPath(path) === normalPath(location.pathname)) kit._track(event)
    })
