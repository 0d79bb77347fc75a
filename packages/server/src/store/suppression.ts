import type { CategoryChoice } from "@tagwright/formats"
import { contactNames } from "../identity/contacts.ts"
import { leadName } from "../identity/names.ts"
import type { ConsentRecord, StoredEvent, SuppressionRule } from "./model.ts"

/** What of a person goes into the suppression list: names that come back with later events. Browsers' ids and customers' are not among them: other people may use them. */
export const isSuppressible = (name: string): boolean => /^(lead|email|phone):/.test(name)

/** Every name by which an event could be an erased person's. */
export const namesIn = ({ leadId }: Pick<StoredEvent, "leadId">, personal: Record<string, string>, { kinds }: SuppressionRule): string[] => [
  ...(leadId === undefined ? [] : [leadName(leadId)]),
  ...contactNames(personal, kinds),
]

const allows = (choice: unknown, category: string): boolean => {
  const known: CategoryChoice = Object(choice)
  return known[category] === true
}
const heardAt = ({ at, proof }: ConsentRecord): number => proof?.receivedAt ?? at

/**
 * Whether somebody who was erased has agreed anew. `log`: the consent log of the lead that the event belongs to, oldest first;
 * `wasLead`: that lead is itself the erased person's, whose browser may say again what was chosen before the erasure, so that
 * only a choice that changed since counts. Everybody else's counts when it was first heard after the erasure.
 */
export const agreedAnew = (log: readonly ConsentRecord[], { category }: Pick<SuppressionRule, "category">, erasedAt: number, wasLead: boolean): boolean => {
  const lastNo = log.findLastIndex(({ choice }) => !allows(choice, category))
  const since = log[lastNo + 1]
  if (since === undefined || heardAt(since) <= erasedAt) return false
  return !wasLead || lastNo >= 0
}
