import type { ConsentState } from "@tagwright/formats"
import { choice, environment, onChoice, page, report, safe, setChoice } from "../kit.ts"
import { always, analytics, BASIC, categories, gpc, HAS_REGIONS, HEEDS_GPC, regions, REMEMBERS_CHOICE, types, vendorCookies, WAIT_FOR_UPDATE } from "../plan.ts"
import { push, pushCommand } from "../push/data-layer.ts"
import { release } from "../push/track.ts"
import { attempt, record } from "../world/attempt.ts"
import { removeCookies } from "../world/cookies.ts"
import { load, save } from "../world/store.ts"
import { consent, granted } from "./granted.ts"

/** What a banner or the site says: category → `true` where it is granted. */
export type Said = Record<string, unknown>

const KEY = "tw_choice"

const states = (isGranted: (category: string) => boolean): Record<string, ConsentState> => record(Object.keys(types), (type) => (isGranted(types[type] ?? "") ? "granted" : "denied"))

/** Before any choice: everything but the strictly necessary is denied, except where the plan grants it by region. */
export const consentDefault = (): void => {
  if (HAS_REGIONS) regions.forEach(([grant, region]) => pushDefault((category) => grant.includes(category), { region }))
  pushDefault(granted)
}
const pushDefault = (isGranted: (category: string) => boolean, where?: { region: readonly string[] }): void =>
  pushCommand("consent", "default", { ...states(isGranted), ...(HAS_REGIONS && where), wait_for_update: WAIT_FOR_UPDATE })

/** Global Privacy Control, globalprivacycontrol.org: the browser says no for the visitor. */
const refused = (category: string): boolean => {
  const { globalPrivacyControl }: Navigator & { globalPrivacyControl?: unknown } = navigator
  return globalPrivacyControl === true && gpc.includes(category)
}

/** Takes the visitor's choice; `known` when it was made on an earlier page. Unknown categories are left out. The same choice again changes nothing. */
export const choose = (said: Said, known?: boolean): void => {
  if (Object(said) !== said) return report("invalid", undefined, "consent.update")
  const before = choice
  // Nothing inherited: a stranger in Object.prototype must not consent for the visitor.
  const own: Said = { __proto__: null, ...said }
  const made = categories.filter((category) => always.includes(category) || (own[category] === true && !(HEEDS_GPC && refused(category))))
  if (`${made}` === `${before}`) return
  setChoice(made)
  if (REMEMBERS_CHOICE) save(KEY, consent())
  attempt(() => {
    // Google's own opt-out flag (Google Analytics help, "User opt-out"): a tag that is already in the page would go on with cookieless pings.
    if (BASIC) page[`ga-disable-G-${environment._stream}`] = !granted(analytics)
    pushCommand("consent", "update", states(granted))
    // Tags that wait for consent fire on this: Tag Manager never runs again what consent once stopped.
    push({ event: "consent_update" })
  })
  vendorCookies.forEach(([category, names]) => granted(category) || removeCookies(names))
  onChoice.forEach((listener) => safe(listener)(before, !known))
  release()
  dispatchEvent(new Event("tagwright:choice"))
}

/** For sites that call `consent.update` themselves: nobody else remembers the choice. */
export const custom = (): void => {
  const known = load<Record<string, boolean>>(KEY)
  if (known) choose(known, true)
}
