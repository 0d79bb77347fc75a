import type { Touch } from "@tagwright/formats"
import { cleanUrl } from "@tagwright/privacy/guard"
import type { Feature } from "../config.ts"
import { mayRemember } from "../consent/choice.ts"
import { forget, load, save, type Loose } from "../world/store.ts"
import { campaignOf, foreignReferrer, nextTouches, type Touches } from "./touch.ts"

const KEY = "tw_touch"
const MS_A_MINUTE = 60_000

const isTouches = (known: Loose<Touches>): known is Touches => !!known?.first?.params && !!known.last?.params

/**
 * Campaign capture. The entry is read at once and held in memory; only with consent is it joined with what earlier
 * visits left and kept. Without consent it dies with the page.
 */
export const attribution =
  (keys: readonly string[], sessionMinutes: number): Feature =>
  (kit) => {
    const referrer = foreignReferrer(document.referrer, [location.hostname, ...kit._config._environments.flatMap((e) => e._hosts)])
    const entry: Touch = {
      at: Date.now(),
      landing: cleanUrl(location.origin + location.pathname + location.search),
      ...(referrer && { referrer }),
      params: campaignOf(location.search, keys),
    }
    let touches: Touches | undefined
    kit._touches = () => touches
    kit._onChoice.push((before) => {
      if (mayRemember(kit)) {
        const known = load<Touches>(KEY)
        touches ??= nextTouches(isTouches(known) ? known : undefined, entry, sessionMinutes * MS_A_MINUTE)
        save(KEY, touches)
      } else {
        touches = undefined
        if (before) forget(KEY)
      }
    })
  }
