import { contactNames, emailsIn } from "../identity/contacts.ts"
import { clientIdsIn, leadsIn } from "../identity/names.ts"
import { ERASED_CLIENTS, ERASED_EMAILS, ERASED_LEADS, type Erased, type EraseInput, type NewEvent, type StoredEvent } from "./model.ts"
import { isSuppressible } from "./suppression.ts"

/** Everything that is stored of a person who is to be erased. */
export interface Found {
  /** By edges in force */
  names: readonly string[]
  /** Newest first, with the personal values of each */
  events: readonly { event: StoredEvent; personal: Record<string, string> }[]
  /** Destinations that our server sent something to */
  recipients: readonly string[]
}
export interface Errand {
  told: string[]
  /** What tells them; undefined where there is nobody to tell */
  event: NewEvent | undefined
  /** Names that must not come back into marketing tools */
  suppress: string[]
}

/** Art. 17 and 19: who is told, by which names, and what is remembered of it. The same for both engines. */
export const errandOf = ({ names, events, recipients }: Found, { now, kinds, byClientId, errand }: EraseInput): Errand => {
  const values = events.map(({ personal }) => personal)
  const clients = clientIdsIn(names, events.map(({ event }) => event))
  const told = [...new Set([...recipients, ...(clients.length > 0 ? byClientId : [])])].toSorted()
  const personal = { [ERASED_LEADS]: leadsIn(names).join(" "), [ERASED_CLIENTS]: clients.join(" "), [ERASED_EMAILS]: emailsIn(values, kinds).join(" ") }
  const deliveries = told.map((destination) => ({ destination, state: "pending" as const, dueAt: now }))
  return {
    told,
    event: told.length === 0 ? undefined : { ...errand, personal, deliveries },
    suppress: [...new Set([...names, ...values.flatMap((one) => contactNames(one, kinds))].filter(isSuppressible))],
  }
}

/** What the errand's sealed values say. */
export const erasedIn = (personal: Record<string, string>): Erased => {
  const named = (list: string): string[] => (personal[list] ?? "").split(" ").filter((name) => name !== "")
  return { emails: named(ERASED_EMAILS), leadIds: named(ERASED_LEADS), clientIds: named(ERASED_CLIENTS) }
}
