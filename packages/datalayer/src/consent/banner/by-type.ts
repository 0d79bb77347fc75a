import type { ConsentType } from "@tagwright/formats"
import { categories, types } from "../../plan.ts"
import { record } from "../../world/attempt.ts"
import { choose } from "../choice.ts"

/** What the banners' usual categories stand for in Consent Mode. */
export const ANALYTICS: readonly ConsentType[] = ["analytics_storage"]
export const PREFERENCES: readonly ConsentType[] = ["functionality_storage", "personalization_storage"]
export const MARKETING: readonly ConsentType[] = ["ad_storage", "ad_user_data", "ad_personalization", "personalization_storage"]

/** For banners with categories of their own: a category of the plan is granted when everything it grants was granted. */
export const chooseTypes = (granted: readonly ConsentType[], known?: boolean): void =>
  choose(
    record(categories, (category) => Object.entries(types).every(([type, owner]) => owner !== category || granted.some((one) => one === type))),
    known,
  )
