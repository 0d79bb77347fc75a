import type { ServerPlan } from "@tagwright/formats"
import type { EdgeInput, NewEvent, PersonUpdate } from "../store/model.ts"
import { clientKey, emailKey, leadName, userKey } from "./names.ts"

export const clientEdge = (clientId: string | undefined, leadId: string, source: string, at: number): EdgeInput[] => (clientId === undefined ? [] : [{ a: clientKey(clientId), b: leadName(leadId), source, at }])
export const userEdge = (userId: string | undefined, leadId: string, source: string, at: number): EdgeInput[] => (userId === undefined ? [] : [{ a: userKey(userId), b: leadName(leadId), source, at }])

/** What a batch tells about who is who. `lasting` is an older id that the browser's HttpOnly cookie remembered, `linked` the one that a signed link was made for. */
export const edgesOf = (plan: ServerPlan, { events, person }: { events: readonly NewEvent[]; person: PersonUpdate }, lasting: string | undefined, linked?: string): EdgeInput[] => {
  const lead = leadName(person.leadId)
  const at = person.seenAt
  const emails = events.flatMap(({ personal }) => Object.entries(personal ?? {}).filter(([name]) => plan.parameters[name]?.type === "email"))
  return [
    ...clientEdge(person.clientId, person.leadId, "kit", at),
    ...emails.map(([, value]): EdgeInput => ({ a: emailKey(value), b: lead, source: "form", at })),
    ...(linked === undefined || linked === person.leadId ? [] : [{ a: lead, b: leadName(linked), source: "link", at }]),
    ...(lasting === undefined ? [] : [{ a: lead, b: leadName(lasting), source: "cookie", at }]),
  ]
}
