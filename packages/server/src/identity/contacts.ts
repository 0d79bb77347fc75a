import { sha256, type ServerPlan } from "@tagwright/formats"
import { e164 } from "../destinations/identifiers.ts"
import { emailKey } from "./names.ts"

/** Of the plan's parameters, those whose value is a person's address: what kind it is, by the parameter's name. */
export type ContactKinds = Record<string, "email" | "phone">

export const contactKindsOf = ({ parameters }: Pick<ServerPlan, "parameters">): ContactKinds =>
  Object.fromEntries(Object.entries(parameters).flatMap(([name, { type }]): [string, "email" | "phone"][] => (type === "email" || type === "phone" ? [[name, type]] : [])))

/** Whatever is typed around the digits; a number without its country is known by its digits alone. */
const phoneKey = (phone: string): string => `phone:${sha256(e164(phone) ?? phone.replace(/\D/g, ""))}`

const keyOf: Record<ContactKinds[string], (value: string) => string> = { email: emailKey, phone: phoneKey }

/** The names that an event's personal values are to the person they belong to, as in the identity graph: `email:<sha256>`, `phone:<sha256>`. */
export const contactNames = (personal: Record<string, string>, kinds: ContactKinds): string[] =>
  Object.entries(personal).flatMap(([name, value]) => {
    const kind = Object.hasOwn(kinds, name) ? kinds[name] : undefined
    return kind === undefined ? [] : [keyOf[kind](value)]
  })

/** Every mail address among a person's values, newest first, once, as it was written last. A blank cannot stand in one unquoted. */
export const emailsIn = (values: readonly Record<string, string>[], kinds: ContactKinds): string[] => {
  const all = values.flatMap((personal) => Object.entries(personal).flatMap(([name, value]) => (kinds[name] === "email" ? [value.trim()] : [])))
  return [...Map.groupBy(all, (email) => email.toLowerCase()).values()].flatMap(([first = ""]) => (/^\S+$/.test(first) ? [first] : []))
}
