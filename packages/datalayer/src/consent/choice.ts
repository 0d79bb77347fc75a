import type { CategoryChoice } from "@tagwright/formats"
import type { Config } from "../config.ts"
import { report, safe, type Kit } from "../kit.ts"
import { push } from "../push/data-layer.ts"
import { release } from "../push/track.ts"
import { attempt, record } from "../world/attempt.ts"
import { mayUse } from "./granted.ts"
import { consentUpdate } from "./mode.ts"
import { removeWithdrawn } from "./withdraw.ts"

/** What a banner or the site says: the granted categories, or category → truth. */
export type Said = string[] | Record<string, unknown>

/** Global Privacy Control, globalprivacycontrol.org: the browser says no for the visitor. */
const refuses = (): boolean => "globalPrivacyControl" in navigator && navigator.globalPrivacyControl === true

/**
 * The plan's categories out of what was said. Unknown categories are left out, necessary ones are granted,
 * and Global Privacy Control beats a yes.
 */
const choiceFrom = ({ _categories, _always, _gpc }: Config, said: Said): CategoryChoice =>
  record(
    _categories,
    (category) => _always.includes(category) || ((Array.isArray(said) ? said.includes(category) : said[category] === true) && !(_gpc.includes(category) && refuses())),
  )

/** Takes the visitor's choice; `known` when it was made on an earlier page. The same choice again changes nothing. */
export const choose = (kit: Kit, said: Said, known?: boolean): void => {
  if (typeof said !== "object" || said === null) return report(kit, "invalid value", undefined, "consent.update")
  const before = kit._choice
  const choice = choiceFrom(kit._config, said)
  if (JSON.stringify(choice) === JSON.stringify(before)) return
  kit._choice = choice
  attempt(() => {
    if (kit._config._basic) switchGoogle(kit)
    consentUpdate(kit._config, choice)
    // Tags that wait for consent fire on this: Tag Manager never runs again what consent once stopped.
    push({ event: "consent_update" })
  })
  removeWithdrawn(kit._config, choice, before)
  kit._onChoice.forEach((listener) => safe(kit, listener)(before, !known))
  release(kit)
  dispatchEvent(new Event("tagwright:choice"))
}

/**
 * Basic mode promises silence without consent, but a Google tag that is already in the page goes on with cookieless pings
 * after a withdrawal. Google's own opt-out flag stops it (Google Analytics help, "User opt-out").
 */
const switchGoogle = (kit: Kit): boolean => Reflect.set(window, `ga-disable-G-${kit._environment._stream}`, !mayUse(kit, "analytics_storage"))
