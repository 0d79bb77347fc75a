import type { CategoryChoice, ConsentType } from "@tagwright/formats"
import type { Config } from "../config.ts"
import { removeCookies } from "../world/cookies.ts"

/** First-party cookies that Google's and Meta's browser tags write, by the consent they needed. */
const COOKIES: Partial<Record<ConsentType, RegExp>> = {
  analytics_storage: /^(_ga(_.+)?|_gid|_gat.*|FPLC)$/,
  ad_storage: /^(_fb[pc]|_gcl_.+|_gac_.+)$/,
}

/** Removes the cookies of each consent type that was granted and is no longer. */
export const removeWithdrawn = (config: Config, choice: CategoryChoice, before: CategoryChoice | undefined): void => {
  for (const [category, types] of Object.entries(config._grants))
    if (before?.[category] && !choice[category])
      for (const type of types) {
        const names = COOKIES[type]
        if (names) removeCookies(names)
      }
}
