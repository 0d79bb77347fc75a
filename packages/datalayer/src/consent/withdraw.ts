import type { CategoryChoice, ConsentType } from "@tagwright/formats"
import type { Config } from "../config.ts"
import { removeCookies } from "../world/cookies.ts"

/** First-party cookies that Google's and Meta's browser tags write, by the consent they needed. */
const COOKIES: readonly (readonly [ConsentType, RegExp])[] = [
  ["analytics_storage", /^(_ga|_gid$|FPLC$)/],
  ["ad_storage", /^_(fb[pc]|gcl|gac)/],
]

/** Removes the cookies of each consent type that was granted and is no longer. */
export const removeWithdrawn = ({ _types }: Config, choice: CategoryChoice, before: CategoryChoice | undefined): void => {
  for (const [type, names] of COOKIES) if (_types[type]?.some((category) => before?.[category]) && !_types[type].some((category) => choice[category])) removeCookies(names)
}
