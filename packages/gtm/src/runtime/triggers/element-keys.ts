const property = (element: Element, name: string): string => {
  const value: unknown = Reflect.get(element, name)
  // SVG elements hold objects where HTML elements hold text.
  return typeof value === "string" ? value : (element.getAttribute(name === "className" ? "class" : name) ?? "")
}

/** The address an element leads to, in Tag Manager's order of preference. */
const addressOf = (element: Element): string => {
  const submits = element.hasAttribute("formaction") ? property(element, "formAction") : ""
  const ways = ["action", "href", "src", "code", "codebase"]
  return submits || ways.map((name) => (name in element || element.hasAttribute(name) ? property(element, name) : "")).find((found) => found !== "") || ""
}

/** The keys every auto-event about an element carries (fact B4). */
export const elementKeys = (event: string, element: Element, triggers: readonly string[]): Record<string, unknown> => ({
  event,
  "gtm.element": element,
  "gtm.elementClasses": property(element, "className"),
  "gtm.elementId": element.getAttribute("id") ?? "",
  "gtm.elementTarget": element.getAttribute("target") ?? "",
  "gtm.elementUrl": addressOf(element),
  "gtm.triggers": triggers.join(","),
})
