import type { ResolvedDestination, ServerPlan } from "@tagwright/formats"
import type { DeliveryInput } from "../destination.ts"
import { hashed, personalOfType } from "../identifiers.ts"

export type LinkedIn = Extract<ResolvedDestination, { type: "linkedin" }>

/** An element of `conversionEvents`. */
export interface LinkedInEvent {
  conversion: string
  /** Milliseconds since 1970 */
  conversionHappenedAt: number
  conversionValue?: { currencyCode: string; amount: string }
  eventId: string
  user: { userIds: { idType: "SHA256_EMAIL" | "LINKEDIN_FIRST_PARTY_ADS_TRACKING_UUID"; idValue: string }[]; userInfo?: { firstName: string; lastName: string } }
}

const userInfo = (name: string | undefined): { firstName: string; lastName: string } | undefined => {
  const words = name?.trim().split(/\s+/) ?? []
  const [firstName, lastName] = [words[0], words.at(-1)]
  // LinkedIn matches by both names or not at all.
  return words.length < 2 || firstName === undefined || lastName === undefined ? undefined : { firstName, lastName }
}

/** Why an event cannot go, as a code, or the event. The id is the browser's: LinkedIn keeps one of two with the same. */
export const composeLinkedIn = (input: DeliveryInput, plan: ServerPlan, destination: LinkedIn): LinkedInEvent | string => {
  const { event, person, personal } = input
  const conversion = destination.conversions[event.name]
  if (conversion === undefined) return "no_conversion_rule"
  const email = personalOfType(plan, personal, "email")
  const clickId = person?.lastTouch?.params["li_fat_id"] ?? person?.firstTouch?.params["li_fat_id"]
  const info = userInfo(personalOfType(plan, personal, "name"))
  const userIds: LinkedInEvent["user"]["userIds"] = [
    ...(email === undefined ? [] : [{ idType: "SHA256_EMAIL" as const, idValue: hashed.linkedin.email(email) }]),
    ...(clickId === undefined ? [] : [{ idType: "LINKEDIN_FIRST_PARTY_ADS_TRACKING_UUID" as const, idValue: clickId }]),
  ]
  if (userIds.length === 0 && info === undefined) return "nobody_to_match"
  const { value, currency } = event.params
  return {
    conversion: `urn:lla:llaPartnerConversion:${conversion}`,
    conversionHappenedAt: event.at,
    ...(typeof value === "number" && typeof currency === "string" && { conversionValue: { currencyCode: currency, amount: String(value) } }),
    eventId: event.id,
    user: { userIds, ...(info && { userInfo: info }) },
  }
}
