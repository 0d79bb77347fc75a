import type { Touch } from "@tagwright/formats"
import { cleanUrl, isPersonal } from "@tagwright/privacy/guard"

/** GA4 keeps 100 characters of a value; click ids are longer (an fbclid has some 60 to 200). */
const MAX_VALUE = 300

/** Campaign and click id values of an address; personal data and empty values left out, the first of a repeated key kept. */
export const campaignOf = (search: string, keys: readonly string[]): Record<string, string> => {
  const found: Record<string, string> = {}
  new URLSearchParams(search).forEach((given, key) => {
    const value = given.trim().slice(0, MAX_VALUE)
    if (keys.includes(key) && value && !isPersonal(value)) found[key] ??= value
  })
  return found
}

/** Where the visit came from when that is another site: origin and path, no query. Empty when it is one of `hosts`; undefined when nobody knows. */
export const foreignReferrer = (referrer: string, hosts: readonly string[]): string | undefined =>
{
  const [, , host] = referrer.split("/")
  return host && (hosts.includes(host.replace(/:\d+$/, "")) ? "" : cleanUrl(referrer.replace(/[?#].*/, "")))
}

export interface Touches {
  first: Touch
  last: Touch
  /** When the session was last active, milliseconds since 1970 */
  seen: number
}

/**
 * First touch never changes. Last touch changes with a campaign, or with another site's link that begins a new session:
 * within a session a bare referrer is the way back from a payment or login page. A direct visit never replaces a known source.
 */
export const nextTouches = (known: Touches | undefined, now: Touch, sessionMs: number): Touches => {
  const counts = Object.keys(now.params)[0] || (now.referrer && now.at - (known?.seen ?? 0) > sessionMs)
  return { first: known?.first ?? now, last: known && !counts ? known.last : now, seen: now.at }
}
