import { cleanUrl } from "@tagwright/privacy/guard"
import type { Feature } from "../config.ts"
import { mayRemember } from "../consent/choice.ts"
import { forget, load, save } from "../world/store.ts"
import { nextTouches, touchOf, type Touches } from "./touch.ts"

const KEY = "tw_touch"
const MS_A_MINUTE = 60_000

const isTouch = (value: unknown): boolean => typeof value === "object" && value !== null && "params" in value && typeof value.params === "object" && "at" in value
const isTouches = (value: unknown): value is Touches =>
  typeof value === "object" && value !== null && "first" in value && isTouch(value.first) && "last" in value && isTouch(value.last) && "seen" in value

/**
 * Campaign capture. The entry is read at once and held in memory; only with consent is it joined with what earlier
 * visits left and kept. Without consent it dies with the page.
 */
export const attribution =
  (keys: readonly string[], sessionMinutes: number): Feature =>
  (kit) => {
    const now = Date.now()
    const hosts = kit._config._environments.flatMap((e) => [...e._hosts])
    const entry = touchOf({
      _search: location.search,
      _referrer: document.referrer,
      _landing: cleanUrl(location.href.split("#")[0] ?? ""),
      _hosts: hosts,
      _keys: keys,
      _now: now,
    })
    let touches: Touches | undefined
    kit._touches = () => touches
    kit._onChoice.push((_, before) => {
      if (mayRemember(kit)) {
        const known = load(KEY)
        touches ??= nextTouches(isTouches(known) ? known : undefined, entry, sessionMinutes * MS_A_MINUTE)
        save(KEY, touches)
      } else {
        touches = undefined
        if (before) forget(KEY)
      }
    })
  }
