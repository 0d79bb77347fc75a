import { on, safe } from "../../kit.ts"
import { readCookie } from "../../world/cookies.ts"
import { ANALYTICS, chooseTypes, MARKETING, PREFERENCES } from "./by-type.ts"

/** Cookiebot: its cookie `CookieConsent` holds `statistics:true` and the like, there before its script; window events tell changes. */
export const cookiebot = (): void => {
  const read = safe((event?: Event) => {
    const cookie = readCookie("CookieConsent") ?? ""
    const yes = (category: string): boolean => cookie.includes(`${category}:true`)
    if (!/marketing:(true|false)/.test(cookie)) return
    chooseTypes([...(yes("statistics") ? ANALYTICS : []), ...(yes("preferences") ? PREFERENCES : []), ...(yes("marketing") ? MARKETING : [])], !event)
  })
  read()
  on("CookiebotOnConsentReady", read)
  on("CookiebotOnAccept", read)
  on("CookiebotOnDecline", read)
}
