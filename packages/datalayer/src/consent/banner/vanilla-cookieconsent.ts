import { on, safe } from "../../kit.ts"
import { record } from "../../world/attempt.ts"
import { readCookie } from "../../world/cookies.ts"
import { choose } from "../choice.ts"

/**
 * vanilla-cookieconsent 3. Its cookie tells an earlier choice before its script has loaded; then each of the events by which
 * the banner speaks to the page brings the cookie along.
 */
export const vanillaCookieconsent = (): void => {
  const read = safe((event?: CustomEvent): void => {
    const { categories } = event?.detail?.cookie ?? JSON.parse(readCookie("cc_cookie") || "{}")
    if (categories) choose(record(categories, () => true), !event)
  })
  read()
  on("cc:onConsent", read)
  on("cc:onChange", read)
}
