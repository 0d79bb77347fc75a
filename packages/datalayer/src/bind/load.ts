import type { Feature } from "../config.ts"
import { track } from "../push/track.ts"
import { isHere, onView } from "./page.ts"

export type LoadBinding = readonly [event: string, path?: string]

/** Page views: of every page, or of the one with this path. */
export const load =
  (...bindings: LoadBinding[]): Feature =>
  (kit) =>
    onView(kit, () => bindings.forEach(([event, path]) => (path === undefined || isHere(path)) && track(kit, event)))
