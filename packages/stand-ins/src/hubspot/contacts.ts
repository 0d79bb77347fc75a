export interface Contact {
  id: string
  properties: Record<string, string | null>
  createdAt: string
  updatedAt: string
  archived: false
}
export interface Portal {
  /** By lower-case e-mail address */
  contacts: Map<string, Contact>
  /** Names of the properties that exist; others are an error */
  properties: Set<string>
  nextId: number
  /** Milliseconds since 1970 */
  clock: () => number
}

const ownProperties = "email firstname lastname phone mobilephone company website jobtitle city country zip lifecyclestage hs_lead_status hs_language createdate lastmodifieddate hs_object_id".split(" ")

export const createPortal = (properties: readonly string[], clock: () => number): Portal => ({ contacts: new Map(), properties: new Set([...ownProperties, ...properties]), nextId: 50_001, clock })

/** Writes what is given; says whether the contact is new. */
export const write = (portal: Portal, email: string, properties: Record<string, string | null>): { contact: Contact; isNew: boolean } => {
  const now = new Date(portal.clock()).toISOString()
  const known = portal.contacts.get(email.toLowerCase())
  const contact = known ?? { id: String(portal.nextId++), properties: { email: email.toLowerCase(), createdate: now }, createdAt: now, updatedAt: now, archived: false as const }
  Object.assign(contact.properties, properties, { email: email.toLowerCase(), hs_object_id: contact.id, lastmodifieddate: now })
  contact.updatedAt = now
  portal.contacts.set(email.toLowerCase(), contact)
  return { contact, isNew: known === undefined }
}
