import { createHash } from "node:crypto"
import type { ParameterType, ServerPlan } from "@tagwright/formats"

const sha256 = (value: string): string => createHash("sha256").update(value).digest("hex")
const text = (value: string): string => value.trim().toLowerCase()
/** With country code, `+` first; a national number cannot be matched by anybody and is left out. */
export const e164 = (phone: string): string | undefined => {
  const digits = phone.replace(/\(0\)/g, "").replace(/[^\d+]/g, "").replace(/^00/, "+")
  return /^\+[1-9]\d{6,14}$/.test(digits) ? digits : undefined
}
const namesOf = (name: string): { first: string; last: string | undefined } => {
  const words = text(name).split(/\s+/)
  return { first: words[0] ?? "", last: words.length > 1 ? words.at(-1) : undefined }
}

/** Google, "Format user data": dots and a +suffix do not count in the two domains of Gmail. */
const googleEmail = (email: string): string => {
  const [user = "", domain = ""] = text(email).split("@")
  return domain === "gmail.com" || domain === "googlemail.com" ? `${user.split("+")[0]?.replaceAll(".", "")}@${domain}` : `${user}@${domain}`
}

/** How each vendor wants a person's values: SHA-256 in lower-case hex, after its own cleaning. Undefined: not usable there. */
export const hashed = {
  text: (value: string): string => sha256(text(value)),
  google: {
    email: (value: string): string => sha256(googleEmail(value)),
    /** E.164 with the plus sign */
    phone: (value: string): string | undefined => (e164(value) === undefined ? undefined : sha256(e164(value) ?? "")),
  },
  meta: {
    email: (value: string): string => sha256(text(value)),
    /** Digits with country code, no plus sign, no leading zeros ("Customer information parameters") */
    phone: (value: string): string => sha256(value.replace(/\D/g, "").replace(/^0+/, "")),
    names: (value: string): { fn: string; ln?: string } => {
      const { first, last } = namesOf(value)
      return { fn: sha256(first), ...(last !== undefined && { ln: sha256(last) }) }
    },
  },
  linkedin: { email: (value: string): string => sha256(text(value)) },
  tiktok: {
    email: (value: string): string => sha256(text(value)),
    /** E.164 with the plus sign */
    phone: (value: string): string | undefined => (e164(value) === undefined ? undefined : sha256(e164(value) ?? "")),
  },
} as const

/** The personal value whose parameter has this type, without the blanks that people type around it. */
export const personalOfType = (plan: Pick<ServerPlan, "parameters">, personal: Record<string, string>, type: ParameterType): string | undefined =>
  Object.entries(personal).find(([name]) => plan.parameters[name]?.type === type)?.[1].trim()
