import type { Touch } from "@tagwright/formats"
import { cleanUrl } from "@tagwright/privacy/guard"
import type { Feature } from "../config.ts"
import { mayRemember } from "../consent/granted.ts"
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
    // Read now, because the page may change its address; cleaned later, because that is the dearest part of a start.
    const { origin, pathname, search, hostname } = location
    const at = Date.now()
    const from = document.referrer
    const entry = (): Touch => {
      const referrer = foreignReferrer(from, [hostname, ...kit._config._environments.flatMap((e) => e._hosts)])
      return { at, landing: cleanUrl(origin + pathname + search), ...(referrer && { referrer }), params: campaignOf(search, keys) }
    }
    let touches: Touches | undefined
    kit._touches = () => touches
    kit._onChoice.push((before) => {
      if (mayRemember(kit)) {
        const known = load<Touches>(KEY)
        touches ??= nextTouches(isTouches(known) ? known : undefined, entry(), sessionMinutes * MS_A_MINUTE)
        save(KEY, touches)
      } else {
        touches = undefined
        if (before) forget(KEY)
      }
    })
  }
