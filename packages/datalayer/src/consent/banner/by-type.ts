import type { ConsentType } from "@tagwright/formats"
import type { Kit } from "../../kit.ts"
import { choose } from "../choice.ts"

/** What the banners' usual categories stand for in Consent Mode. */
export const ANALYTICS: readonly ConsentType[] = ["analytics_storage"]
export const PREFERENCES: readonly ConsentType[] = ["functionality_storage", "personalization_storage"]
export const MARKETING: readonly ConsentType[] = ["ad_storage", "ad_user_data", "ad_personalization", "personalization_storage"]

/** For banners with categories of their own: a category of the plan is granted when everything it grants was granted. */
export const chooseTypes = (kit: Kit, granted: readonly ConsentType[], known?: boolean): void => {
  const allowed = new Set<string>(granted)
  const { _categories, _types } = kit._config
  const needs = (category: string): string[] => Object.keys(_types).filter((type) => _types[type]?.includes(category))
  choose(kit, _categories.filter((category) => needs(category).every((type) => allowed.has(type))), known)
}
