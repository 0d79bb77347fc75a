import type { Found } from "./elements.ts"

const word = (text: string): string => text.toLowerCase().normalize("NFKD").replaceAll(/[^a-z0-9]+/g, "_").replaceAll(/^_+|_+$/g, "").slice(0, 24)

const eventFor = ({ role, label, contact }: Found): string => {
  if (role === "form") return `${word(label) || "form"}_submit`
  if (role === "media") return "video_start"
  if (role === "field") return "form_start"
  if (contact === true) return "contact_click"
  return role === "link" ? "nav_click" : `${word(label) || "button"}_click`
}

/** A form is measured by its sending, a field by the form it starts, the rest by a click. */
const bindings: Record<Found["role"], (selector: string) => Record<string, string>> = {
  form: (submit) => ({ submit }),
  field: (focus) => ({ focus }),
  media: (click) => ({ click }),
  link: (click) => ({ click }),
  button: (click) => ({ click }),
  custom: (click) => ({ click }),
}

/** An event name begins with a letter and has at most 40 characters (GA4). */
const legal = (name: string): string => (/^[a-z]/.test(name) ? name : `e_${name}`).slice(0, 40)

/** The line of a plan's `events` that would measure the element. Elements inside a frame or shadow root need the site's own call. */
export const suggestionFor = (found: Found): string => {
  const within = found.selector.includes(" >>> ")
  const target = found.role === "field" && found.form !== undefined ? found.form : found.selector
  const on = within ? "{ call: true }" : JSON.stringify(bindings[found.role](target)).replaceAll(/"(\w+)":/g, "$1: ").replace(/^\{/, "{ ").replace(/\}$/, " }")
  return `${legal(eventFor(found))}: { on: ${on} }`
}
