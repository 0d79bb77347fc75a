import type { ResolvedDestination, ServerPlan } from "@tagwright/formats"
import type { DeliveryInput } from "../destination.ts"
import { hashed, personalOfType } from "../identifiers.ts"

export type GoogleAds = Extract<ResolvedDestination, { type: "google-ads" }>

/** An event of the Data Manager API (`events:ingest`), the fields that we fill. */
export interface DataManagerEvent {
  destinationReferences: [string]
  transactionId: string
  /** RFC 3339 */
  eventTimestamp: string
  eventSource: "WEB"
  adIdentifiers?: { gclid?: string; gbraid?: string; wbraid?: string }
  userData?: { userIdentifiers: ({ emailAddress: string } | { phoneNumber: string })[] }
  consent: { adUserData: Consent; adPersonalization: Consent }
  currency?: string
  conversionValue?: number
  cartData?: { items: { merchantProductId: string; quantity: number; unitPrice?: number }[] }
}
type Consent = "CONSENT_GRANTED" | "CONSENT_DENIED"
const consent = (granted: boolean): Consent => (granted ? "CONSENT_GRANTED" : "CONSENT_DENIED")

const CLICK_IDS = ["gclid", "gbraid", "wbraid"] as const
/** One click id: the API refuses more than one. The latest advertisement that the person came by. */
const clickOf = ({ person }: DeliveryInput): DataManagerEvent["adIdentifiers"] => {
  for (const touch of [person?.lastTouch, person?.firstTouch]) for (const id of CLICK_IDS) if (touch?.params[id] !== undefined) return { [id]: touch.params[id] }
  return undefined
}

const identifiersOf = (plan: ServerPlan, personal: Record<string, string>): ({ emailAddress: string } | { phoneNumber: string })[] => {
  const [email, phone] = [personalOfType(plan, personal, "email"), personalOfType(plan, personal, "phone")]
  const phoneNumber = phone === undefined ? undefined : hashed.google.phone(phone)
  return [...(email === undefined ? [] : [{ emailAddress: hashed.google.email(email) }]), ...(phoneNumber === undefined ? [] : [{ phoneNumber }])]
}

/** Why an event cannot go, as a code, or the event. */
export const composeGoogleAds = (input: DeliveryInput, plan: ServerPlan, destination: GoogleAds): DataManagerEvent | string => {
  const { event, grants } = input
  if (destination.conversions[event.name] === undefined) return "no_conversion_action"
  const adIdentifiers = clickOf(input)
  const userIdentifiers = grants.adUserData ? identifiersOf(plan, input.personal) : []
  if (adIdentifiers === undefined && userIdentifiers.length === 0) return "nobody_to_match"
  const { transaction_id: transaction, value, currency, items } = event.params
  return {
    destinationReferences: [event.name],
    // The tag in the page sends the same as its order id: Google counts one of the two.
    transactionId: typeof transaction === "string" ? transaction : event.id,
    eventTimestamp: new Date(event.at).toISOString(),
    eventSource: "WEB",
    ...(adIdentifiers && { adIdentifiers }),
    ...(userIdentifiers.length > 0 && { userData: { userIdentifiers } }),
    consent: { adUserData: consent(grants.adUserData), adPersonalization: consent(grants.adPersonalization) },
    ...(typeof value === "number" && typeof currency === "string" && { currency, conversionValue: value }),
    ...(Array.isArray(items) && { cartData: { items: items.map(({ item_id, quantity, price }) => ({ merchantProductId: item_id, quantity: quantity ?? 1, ...(price !== undefined && { unitPrice: price }) })) } }),
  }
}

/** A request: every kind of event goes to the conversion action that the plan gives it. */
export const composeIngest = (events: readonly DataManagerEvent[], destination: GoogleAds, validateOnly: boolean): object => {
  const account = (accountId: string) => ({ accountType: "GOOGLE_ADS", accountId })
  return {
    destinations: [...new Set(events.map(({ destinationReferences: [name] }) => name))].map((name) => ({
      reference: name,
      operatingAccount: account(destination.customerId ?? ""),
      ...(destination.managerId !== undefined && { loginAccount: account(destination.managerId) }),
      productDestinationId: destination.conversions[name],
    })),
    events,
    encoding: "HEX",
    ...(validateOnly && { validateOnly: true }),
  }
}
