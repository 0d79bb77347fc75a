import type { Feature } from "../../config.ts"
import { readCookie } from "../../world/cookies.ts"

const granted = (cookie: unknown): string[] | undefined =>
  typeof cookie === "object" && cookie !== null && "categories" in cookie && Array.isArray(cookie.categories)
    ? cookie.categories.filter((c) => typeof c === "string")
    : undefined

/**
 * vanilla-cookieconsent 3. Its cookie tells an earlier choice before its script has loaded;
 * then it speaks through window events whose detail holds the same.
 */
export const vanillaCookieconsent: Feature = (kit) => {
  const read = kit._safe(() => granted(JSON.parse(readCookie("cc_cookie") ?? "null")))
  const known = read()
  if (known) kit._choose(known, true)
  const hear = kit._safe((event: Event) => {
    const detail: unknown = event instanceof CustomEvent ? event.detail : undefined
    const categories = typeof detail === "object" && detail !== null && "cookie" in detail ? granted(detail.cookie) : undefined
    const choice = categories ?? read()
    if (choice) kit._choose(choice)
  })
  addEventListener("cc:onConsent", hear)
  addEventListener("cc:onChange", hear)
}
