import type { StoredEvent } from "../store/model.ts"

const LEAD = "lead:"
const CLIENT = "client:"
const withPrefix = (names: readonly string[], prefix: string): string[] => names.flatMap((name) => (name.startsWith(prefix) ? [name.slice(prefix.length)] : []))

export const leadName = (leadId: string): string => LEAD + leadId
/** The lead ids among a person's names */
export const leadsIn = (names: readonly string[]): string[] => withPrefix(names, LEAD)
/** GA4's client ids of a person: among the names, and those that events carried. */
export const clientIdsIn = (names: readonly string[], events: readonly Pick<StoredEvent, "clientId">[]): string[] =>
  [...new Set([...withPrefix(names, CLIENT), ...events.flatMap(({ clientId }) => clientId ?? [])])].filter((id) => !/\s/.test(id)).toSorted()
