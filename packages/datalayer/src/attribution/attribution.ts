import type { Touch } from "@tagwright/formats"
import { cleanUrl } from "@tagwright/privacy/guard"
import { ownHosts } from "../environment.ts"
import { mayRemember, onChoice, report } from "../kit.ts"
import { campaignKeys, SESSION_MS } from "../plan.ts"
import { load, save, type Loose } from "../world/store.ts"
import { campaignOf, foreignReferrer, nextTouches, type Touches } from "./touch.ts"

const KEY = "tw_touch"

/** First and last touch, once consented to */
export let touches: Touches | undefined

const isTouches = (known: Loose<Touches>): known is Touches => !!(known?.first?.params && known.last?.params)

/**
 * Campaign capture. The entry is read at once and held in memory; only with consent is it joined with what earlier
 * visits left and kept. Without consent it dies with the page.
 */
export const attribution = (): void => {
  // Read now, because the page may change its address; cleaned later, because that is the dearest part of a start.
  const { href, search } = location
  const at = Date.now()
  const from = document.referrer
  const entry = (): Touch => {
    const referrer = foreignReferrer(from, ownHosts())
    const params = campaignOf(search, campaignKeys)
    // A campaign on a link within the site is a mistake of the site: it would overwrite where the visitor really came from.
    const internal = referrer === "" && Object.keys(params)[0]
    if (internal) report("internal campaign", undefined, internal)
    return { at, landing: cleanUrl(href.replace(/#.*/, "")), referrer: referrer || undefined, params: internal ? {} : params }
  }
  onChoice.push(() => {
    const known = load<Touches>(KEY)
    touches = mayRemember ? (touches ?? nextTouches(isTouches(known) ? known : undefined, entry(), SESSION_MS)) : undefined
    save(KEY, touches)
  })
}
