import type { CategoryChoice } from "@tagwright/formats"
import type { Config, Feature } from "./config.ts"
import { choiceFrom, sameChoice } from "./consent/choice.ts"
import { consentDefault, consentUpdate } from "./consent/mode.ts"
import { removeWithdrawn } from "./consent/withdraw.ts"
import { environmentOf } from "./environment.ts"
import { gaIds, type GaIds } from "./identity/ga-ids.ts"
import { leadIds } from "./identity/lead-id.ts"
import { inspect, type Inspection } from "./inspect.ts"
import type { Kit } from "./kit.ts"
import { push } from "./push/data-layer.ts"
import { tracking } from "./push/track.ts"
import { reporting } from "./report.ts"
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
  ids: () => { lead_id: string } & GaIds
}

/** What the kit leaves on `window`. Not declared globally: the typed declarations of a site's own kit do that. */
export interface Globals {
  tagwright: Tagwright
  __tagwright: { inspect: () => Inspection }
}

const isKit = (value: unknown): value is Tagwright => typeof value === "object" && value !== null && "track" in value

/** Consent default first, then the parts, then the page's own calls. A second start on the same page joins the first. */
export const start = (config: Config, features: readonly Feature[]): Tagwright => {
  const running: unknown = Reflect.get(window, "tagwright")
  if (isKit(running)) return running
  attempt(() => consentDefault(config))
  const kit = assemble(config)
  const api: Tagwright = {
    track: kit._safe((name, params) => kit._track(name, params)),
    consent: { update: kit._safe((choice) => kit._choose(choice)), choice: () => kit._choice },
    leadId: () => kit._leadId(),
    ids: () => ({ lead_id: kit._leadId(), ...gaIds(kit._environment._stream) }),
  }
  Object.assign(window, { tagwright: api, __tagwright: { inspect: () => inspect(kit) } } satisfies Globals)
  for (const feature of features) kit._safe(feature)(kit)
  return api
}

const assemble = (config: Config): Kit => {
  const environment = environmentOf(config, location.hostname)
  const kit: Kit = {
    _config: config,
    _environment: environment ?? { _hosts: [], _server: "", _stream: "", _test: true },
    _choice: undefined,
    _onChoice: [],
    _held: [],
    _pushes: [],
    ...reporting(environment?._test ?? true),
    _choose: (said, known) => {
      const before = kit._choice
      const choice = choiceFrom(config, said)
      if (sameChoice(choice, before)) return
      kit._choice = choice
      attempt(() => {
        consentUpdate(config, choice)
        // Tags that wait for consent fire on this: Tag Manager never runs again what consent once stopped.
        push({ event: "consent_update" })
      })
      removeWithdrawn(config, choice, before)
      for (const listener of kit._onChoice) kit._safe(listener)(choice, before, !known)
      kit._release()
      dispatchEvent(new Event("tagwright:choice"))
    },
    _track: () => undefined,
    _release: () => undefined,
    _leadId: () => "",
    _keepLeadId: () => undefined,
  }
  return Object.assign(kit, leadIds(kit), tracking(kit))
}
