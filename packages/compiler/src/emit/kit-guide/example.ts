import type { ParameterType, ResolvedParameter } from "@tagwright/formats"

const byType: Record<ParameterType, string> = {
  string: "example",
  integer: "3",
  number: "3",
  boolean: "true",
  money: "9.90",
  currency: "EUR",
  items: `[{ item_id: "a", price: 9.9, quantity: 1 }]`,
  url: "https://site.example/page",
  email: "someone@site.example",
  phone: "+1 555 0100",
  name: "Some One",
  id: "a1",
}

/** A value the plan allows, as text; undefined when only a person knows one (a pattern without an example). */
export const exampleOf = ({ type, example, oneOf, pattern }: ResolvedParameter): string | undefined =>
  example !== undefined ? String(example) : (oneOf?.[0] ?? (pattern === undefined ? byType[type] : undefined))

const bare: readonly ParameterType[] = ["integer", "number", "boolean", "money", "items"]
/** The same as TypeScript. */
export const exampleCode = (parameter: ResolvedParameter): string => {
  const text = exampleOf(parameter)
  if (text === undefined) return `"" /* as ${parameter.pattern} asks */`
  return bare.includes(parameter.type) ? text : JSON.stringify(text)
}
