import type { CategoryChoice } from "@tagwright/formats"
import type { Config, Feature } from "./config.ts"
import { choose } from "./consent/choice.ts"
import { consentDefault } from "./consent/mode.ts"
import { environmentOf } from "./environment.ts"
import { gaIds } from "./identity/ga-ids.ts"
import { leadId, rememberLead } from "./identity/lead-id.ts"
import { inspect, type Inspection } from "./inspect.ts"
import { safe, type Kit } from "./kit.ts"
import { push } from "./push/data-layer.ts"
import { track } from "./push/track.ts"
import { attempt } from "./world/attempt.ts"

/** What a page can call. Nothing here throws. */
export interface Tagwright {
  /** Sends an event of the plan */
  track: (name: string, params?: object) => void
  consent: {
    /** Category → granted; categories left out are denied */
    update: (choice: CategoryChoice) => void
    /** The visitor's choice; undefined until it was made */
    choice: () => CategoryChoice | undefined
  }
  leadId: () => string
  ids: () => { lead_id: string; client_id?: string; session_id?: string }
}

/** What the kit leaves on `window`. Not declared globally: the typed declarations of a site's own kit do that. */
export interface Globals {
  tagwright: Tagwright
  __tagwright: { inspect: () => Inspection }
}

/** Consent default first, then the page's calls, then the parts. A second start on the same page joins the first. */
export const start = (config: Config, features: readonly Feature[]): Tagwright => {
  const running = Reflect.get(window, "tagwright")
  if (running) return running
  attempt(() => consentDefault(config))
  const kit: Kit = {
    _config: config,
    _environment: environmentOf(config, location.hostname),
    _choice: undefined,
    _onChoice: [],
    _leadId: undefined,
    _held: [],
    _kept: new Set(),
    _pushes: [],
    _problems: [],
  }
  const tagwright: Tagwright = {
    track: safe(kit, (name, params) => track(kit, name, params)),
    consent: { update: safe(kit, (choice) => choose(kit, choice)), choice: () => kit._choice },
    leadId: () => leadId(kit),
    ids: () => ({ lead_id: leadId(kit), ...gaIds(kit._environment._stream) }),
  }
  Object.assign(window, { tagwright, __tagwright: { inspect: () => inspect(kit) } } satisfies Globals)
  // Before any tag can run: what Google's tags measure by themselves is marked as test data, too.
  if (kit._environment._test) attempt(() => push({ test_mode: true }))
  for (const part of [rememberLead, ...features]) safe(kit, part)(kit)
  return tagwright
}
