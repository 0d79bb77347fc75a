import type { ConsentType } from "@tagwright/formats"

/**
 * The page takes types only from `formats` (its barrel would pull the plan's schema into the bundle); the
 * `satisfies` keeps this list equal to the format's.
 */
const order = {
  analytics_storage: 0,
  ad_storage: 1,
  ad_user_data: 2,
  ad_personalization: 3,
  functionality_storage: 4,
  personalization_storage: 5,
  security_storage: 6,
} as const satisfies Record<ConsentType, number>
const isType = (name: string): name is ConsentType => Object.hasOwn(order, name)
export const consentTypes: readonly ConsentType[] = Object.keys(order).filter(isType)
