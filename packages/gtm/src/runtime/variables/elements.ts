import type { VariableReader } from "../engine/runtime.ts"
import { text } from "../engine/runtime.ts"
import { readUrl } from "./url.ts"

/** Element text as Tag Manager shows it: trimmed, white space collapsed. */
export const elementText = (element: unknown): string | undefined => {
  if (typeof element !== "object" || element === null) return undefined
  const shown: unknown = Reflect.get(element, "innerText") ?? Reflect.get(element, "textContent")
  return shown === undefined || shown === null ? undefined : String(shown).trim().replace(/\s+/g, " ")
}

const attributeOf = (element: unknown, name: string): unknown => {
  if (typeof element !== "object" || element === null) return undefined
  // What a visitor typed or ticked lives in the property, not in the attribute.
  if ((name === "value" || name === "checked") && name in element) return Reflect.get(element, name)
  const get: unknown = Reflect.get(element, "getAttribute")
  const value: unknown = typeof get === "function" ? Reflect.apply(get, element, [name]) : undefined
  return value === null ? undefined : value
}

const KEYS: Record<string, string> = {
  ELEMENT: "gtm.element", CLASSES: "gtm.elementClasses", ID: "gtm.elementId", TARGET: "gtm.elementTarget",
  HISTORY_NEW_URL_FRAGMENT: "gtm.newUrlFragment", HISTORY_OLD_URL_FRAGMENT: "gtm.oldUrlFragment", HISTORY_NEW_STATE: "gtm.newHistoryState",
  HISTORY_OLD_STATE: "gtm.oldHistoryState", HISTORY_CHANGE_SOURCE: "gtm.historyChangeSource", HISTORY_SOURCE: "gtm.historyChangeSource",
}

/** Auto-event variable (fact B7). */
export const autoEvent: VariableReader = (variable, frame, runtime) => {
  const value = (key: string): unknown => runtime.resolve(variable.params[key], frame)
  const kind = text(value("varType"))
  const read = (): unknown => {
    const key = KEYS[kind]
    if (key !== undefined) return frame.auto[key]
    const element = frame.auto["gtm.element"]
    if (kind === "TEXT") return (frame.text ??= text(frame.auto["gtm.elementText"]) || elementText(element) || "") || undefined
    if (kind === "ATTRIBUTE") return attributeOf(element, text(value("attribute")))
    if (kind === "URL") return urlOf(text(frame.auto["gtm.elementUrl"]))
    runtime.report("variable", variable.name, `auto-event variables of type ${kind} are not evaluated`)
    return undefined
  }
  const urlOf = (address: string): unknown => {
    const component = text(value("component")) || "URL"
    if (component === "IS_OUTBOUND") return isOutbound(address, runtime.host.page.href(), value("affiliatedDomains"))
    if (component === "URL") return address
    return address === "" ? undefined : readUrl(address, runtime.host.page.href(), component, {
      stripWww: value("stripWww") === true, queryKeys: text(value("queryKey")) === "" ? [] : [text(value("queryKey"))], ignoreEmpty: false, defaultPages: [],
    })
  }
  const found = read()
  return found === undefined && value("setDefaultValue") === true ? value("defaultValue") : found
}

const isOutbound = (address: string, page: string, affiliates: unknown): boolean => {
  const target = URL.parse(address, page)
  const here = URL.parse(page)
  if (target === null || here === null || !/^https?:$/.test(target.protocol)) return false
  const own = [here.hostname, ...text(Array.isArray(affiliates) ? affiliates.join(",") : affiliates).split(/[\s,]+/)]
    .map((host) => host.replace(/^www\d*\./, "").toLowerCase()).filter((host) => host !== "")
  const host = target.hostname.replace(/^www\d*\./, "").toLowerCase()
  return !own.some((domain) => host === domain || host.endsWith(`.${domain}`))
}

/** DOM element variable: text or attribute, trimmed; a missing element is the text "null" (fact B7). */
export const domElement: VariableReader = (variable, frame, runtime) => {
  const value = (key: string): string => text(runtime.resolve(variable.params[key], frame))
  const { document } = runtime.host
  if (document === undefined) {
    runtime.report("variable", variable.name, "needs a document and none was given")
    return "null"
  }
  const element = value("selectorType") === "CSS" ? document.querySelector(value("elementSelector")) : document.getElementById(value("elementId"))
  if (element === null) return "null"
  const attribute = value("attributeName")
  const found = attribute === "" ? elementText(element) : attributeOf(element, attribute)
  return String(found ?? null).trim()
}

/** Element visibility variable: shown or not, or how much of the element in percent (format 8). */
export const visibility: VariableReader = (variable, frame, runtime) => {
  const value = (key: string): string => text(runtime.resolve(variable.params[key], frame))
  const { document, window } = runtime.host
  const element = value("selectorType") === "CSS" ? document?.querySelector(value("elementSelector")) : document?.getElementById(value("elementId"))
  const percent = element === null || element === undefined ? 0 : shownPercent(element, Number(window["innerWidth"]), Number(window["innerHeight"]))
  if (value("outputMethod") === "PERCENT") return percent
  return percent > 0 && percent >= (Number(value("onScreenRatio")) || 0)
}

export const shownPercent = (element: Element, width: number, height: number): number => {
  const box = element.getBoundingClientRect()
  const area = box.width * box.height
  const shown = Math.max(0, Math.min(box.right, width) - Math.max(box.left, 0)) * Math.max(0, Math.min(box.bottom, height) - Math.max(box.top, 0))
  return area > 0 ? Math.round((shown / area) * 1000) / 10 : 0
}
