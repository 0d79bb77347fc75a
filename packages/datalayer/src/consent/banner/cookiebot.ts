import type { Feature } from "../../config.ts"
import { on, safe } from "../../kit.ts"
import { readCookie } from "../../world/cookies.ts"
import { ANALYTICS, chooseTypes, MARKETING, PREFERENCES } from "./by-type.ts"

/** Cookiebot: its cookie `CookieConsent` holds `statistics:true` and the like, there before its script; window events tell changes. */
export const cookiebot: Feature = (kit) => {
  const read = safe(kit, (event?: Event) => {
    const cookie = readCookie("CookieConsent") ?? ""
    const yes = (category: string): boolean => cookie.includes(`${category}:true`)
    if (!/marketing:(true|false)/.test(cookie)) return
    chooseTypes(kit, [...(yes("statistics") ? ANALYTICS : []), ...(yes("preferences") ? PREFERENCES : []), ...(yes("marketing") ? MARKETING : [])], !event)
  })
  read()
  on(kit, "CookiebotOnConsentReady", read)
  on(kit, "CookiebotOnAccept", read)
  on(kit, "CookiebotOnDecline", read)
}
