import type { Feature } from "../../config.ts"
import { on, safe } from "../../kit.ts"
import { readCookie } from "../../world/cookies.ts"
import { choose } from "../choice.ts"

/**
 * vanilla-cookieconsent 3. Its cookie tells an earlier choice before its script has loaded; then the cookie is read again
 * at each of the events by which the banner speaks to the page.
 */
export const vanillaCookieconsent: Feature = (kit) => {
  const read = safe(kit, (event?: Event) => {
    const { categories } = Object(JSON.parse(readCookie("cc_cookie") ?? "null"))
    const said: unknown = event instanceof CustomEvent ? event.detail?.cookie?.categories : undefined
    if (Array.isArray(said ?? categories)) choose(kit, said ?? categories, !event)
  })
  read()
  on(kit, "cc:onConsent", read)
  on(kit, "cc:onChange", read)
}
