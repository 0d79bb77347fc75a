/** An invented visitor. `.example` and the reserved 555-01xx numbers can never reach a real person (RFC 2606; NANP). */
export interface Persona {
  name: string
  givenName: string
  familyName: string
  email: string
  phone: string
  street: string
  postcode: string
  city: string
  message: string
}

const slug = (text: string) => text.toLowerCase().replaceAll(/[^a-z0-9]+/g, "-").replaceAll(/^-|-$/g, "")

/** A visitor of their own per scenario and journey: the server joins visits by e-mail address, and these must not be joined. */
export const personaFor = (scenario: string, journey: string): Persona => ({
  name: "Quilla Testermann",
  givenName: "Quilla",
  familyName: "Testermann",
  email: `quilla.${slug(scenario)}.${slug(journey)}@visitor.example`.slice(0, 90).replace(/@.*|$/, "@visitor.example"),
  phone: "+1 202 555 0143",
  street: "Probeweg 17",
  postcode: "10115",
  city: "Berlin",
  message: "I would like to know more about this.",
})

/** What is known of a form field. */
export interface Field {
  /** Position among the fields of the form */
  index: number
  name: string
  type: string
  hint: string
  options: string[]
}

const byHint: readonly (readonly [RegExp, keyof Persona])[] = [
  [/e-?mail/i, "email"],
  [/phone|tel(?!l)|mobile/i, "phone"],
  [/given|first.?name/i, "givenName"],
  [/family|last.?name|surname/i, "familyName"],
  [/street|address/i, "street"],
  [/post.?code|postal|zip/i, "postcode"],
  [/city|town|locality/i, "city"],
  [/message|comment|question|body/i, "message"],
  [/name/i, "name"],
]

const byType: Record<string, string> = { number: "1", date: "2030-01-15", month: "2030-01", week: "2030-W03", time: "10:00", "datetime-local": "2030-01-15T10:00", color: "#336699", range: "1", url: "https://visitor.example/", password: "Correct-Horse-7", search: "test" }

/** What the visitor writes into a field, from its type and from its name, autocomplete token and label. */
export const valueFor = (persona: Persona, field: Field): string => {
  if (field.type === "email") return persona.email
  if (field.type === "tel") return persona.phone
  if (field.options.length > 0) return field.options[0] ?? ""
  const typed = byType[field.type]
  if (typed !== undefined) return typed
  const key = byHint.find(([pattern]) => pattern.test(`${field.name} ${field.hint}`))?.[1]
  return key === undefined ? persona.message : persona[key]
}
