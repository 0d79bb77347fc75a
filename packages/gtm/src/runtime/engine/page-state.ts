import { ConsentState } from "../consent/state.ts"
import { GoogleTags } from "../ga4/google-tags.ts"
import type { Host } from "../host/host.ts"
import type { Active } from "../triggers/listening.ts"

/** What all containers of one page share: one counter, one consent state, one set of Google tags (facts A2, C1, B9). */
export interface PageState {
  nextEventId: () => number
  consent: ConsentState
  google: GoogleTags
  /** Messages whose gtag command has already reached consent and Google tags, by any container of the layer. */
  routed: WeakSet<object>
  /** Listeners already on the page, by data layer and kind. */
  listeners: Map<string, (active: Active) => void>
  /** How messages reach the containers of a data layer, by its name. */
  deliver: Map<string, ((messages: unknown[]) => boolean)[]>
  started: number
}

export const makePageState = (host: Host): PageState => {
  let last = 0
  const consent = new ConsentState(host.region)
  return { nextEventId: () => ++last, consent, google: new GoogleTags(host, consent), routed: new WeakSet(), listeners: new Map(), deliver: new Map(), started: host.clock.now() }
}
