import { sha256, type ServerPlan } from "@tagwright/formats"
import type { Judged } from "../ingest/judge.ts"
import type { EdgeInput } from "../store/model.ts"

/** The same person on another device types the same address: its digest joins them, the address itself is never a key. */
export const emailKey = (email: string): string => `email:${sha256(email.trim().toLowerCase())}`

/** GA4's client id, in the browser and on the server of one site. */
export const clientKey = (clientId: string): string => `client:${clientId}`
export const clientEdge = (clientId: string | undefined, leadId: string, source: string, at: number): EdgeInput[] => (clientId === undefined ? [] : [{ a: clientKey(clientId), b: `lead:${leadId}`, source, at }])
/** The site's login id, as a digest: it is the site's own and may be an address. */
export const userKey = (userId: string): string => `user:${sha256(userId)}`
export const userEdge = (userId: string | undefined, leadId: string, source: string, at: number): EdgeInput[] => (userId === undefined ? [] : [{ a: userKey(userId), b: `lead:${leadId}`, source, at }])

/** What a batch tells about who is who. `lasting` is an older id that the browser's HttpOnly cookie remembered, `linked` the one that a signed link was made for. */
export const edgesOf = (plan: ServerPlan, { events, person }: Judged, lasting: string | undefined, linked?: string): EdgeInput[] => {
  const lead = `lead:${person.leadId}`
  const at = person.seenAt
  const emails = events.flatMap(({ personal }) => Object.entries(personal ?? {}).filter(([name]) => plan.parameters[name]?.type === "email"))
  return [
    ...clientEdge(person.clientId, person.leadId, "kit", at),
    ...emails.map(([, value]): EdgeInput => ({ a: emailKey(value), b: lead, source: "form", at })),
    ...(linked === undefined || linked === person.leadId ? [] : [{ a: lead, b: `lead:${linked}`, source: "link", at }]),
    ...(lasting === undefined ? [] : [{ a: lead, b: `lead:${lasting}`, source: "cookie", at }]),
  ]
}
