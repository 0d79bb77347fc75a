import { sha256 } from "@tagwright/formats"

/** Every name of a person in the identity graph begins with its kind. */
const LEAD = "lead:"
const CLIENT = "client:"
const withPrefix = (names: readonly string[], prefix: string): string[] => names.flatMap((name) => (name.startsWith(prefix) ? [name.slice(prefix.length)] : []))

export const leadName = (leadId: string): string => LEAD + leadId
/** The same person on another device types the same address: its digest joins them, the address itself is never a key. */
export const emailKey = (email: string): string => `email:${sha256(email.trim().toLowerCase())}`
/** GA4's client id, in the browser and on the server of one site. */
export const clientKey = (clientId: string): string => CLIENT + clientId
/** The site's login id, as a digest: it is the site's own and may be an address. */
export const userKey = (userId: string): string => `user:${sha256(userId)}`

/** The lead ids among a person's names */
export const leadsIn = (names: readonly string[]): string[] => withPrefix(names, LEAD)
/** GA4's client ids of a person: among the names, and those that events carried. */
export const clientIdsIn = (names: readonly string[], events: readonly { clientId?: string | undefined }[]): string[] =>
  [...new Set([...withPrefix(names, CLIENT), ...events.flatMap(({ clientId }) => clientId ?? [])])].filter((id) => !/\s/.test(id)).toSorted()
