import type { DataLayerModel } from "../data-layer/model.ts"
import type { ListenerKind, TagDef } from "../program/program.ts"

/** The class of a type, in the restriction lists' own words; a type without one is allowed by its id alone (developers.google.com, "restrict tag deployment"). */
const CLASS: Record<string, string> = {
  html: "customScripts", img: "customPixels", baut: "nonGoogleScripts", cvt: "sandboxedScripts",
  ...Object.fromEntries("gaawe googtag gaawc awct gclidw sp awud awcc evl cl hl jel sdl tl ytl".split(" ").map((type) => [type, "google"])),
}

/** What can run scripts can send pixels: a class on the allow list brings these with it, and one of these on the block list takes it along. */
const IMPLIES: Record<string, readonly string[]> = {
  customScripts: ["html", "customPixels", "nonGooglePixels", "nonGoogleScripts", "nonGoogleIframes"],
  html: ["customScripts", "customPixels", "nonGooglePixels", "nonGoogleScripts", "nonGoogleIframes"],
  customPixels: ["nonGooglePixels"], nonGoogleScripts: ["nonGooglePixels", "nonGoogleIframes"], nonGoogleIframes: ["nonGooglePixels"],
}

/** Types of listeners as the lists spell them (format 16). */
const LISTENERS: Record<Exclude<ListenerKind, "TRIGGER_GROUP">, string> = {
  CLICK: "cl", LINK_CLICK: "lcl", FORM_SUBMISSION: "fsl", HISTORY_CHANGE: "hl", JS_ERROR: "jel", TIMER: "tl", SCROLL_DEPTH: "sdl",
  ELEMENT_VISIBILITY: "evl", YOU_TUBE_VIDEO: "ytl",
}

const listOf = (model: DataLayerModel, ...keys: string[]): string[] | undefined => {
  const found = keys.map((key) => model.exact(key) ?? model.get(key)).find((value) => Array.isArray(value) || typeof value === "string")
  if (found === undefined) return undefined
  return (Array.isArray(found) ? found : String(found).split(/[\s,]+/)).map(String)
}

const why = (model: DataLayerModel, type: string): string | undefined => {
  const blocked = listOf(model, "gtm.blocklist", "gtm.blacklist") ?? []
  const allowed = listOf(model, "gtm.allowlist", "gtm.whitelist")
  const name = CLASS[type]
  const names = [type, ...(name === undefined ? [] : [name, ...(IMPLIES[name] ?? [])])]
  const hit = names.find((one) => blocked.includes(one))
  if (hit !== undefined) return `on the page's block list: ${hit}`
  // Sandboxed code is blocked with any other class, unless it is allowed by name.
  if (type === "cvt" && blocked.length > 0 && allowed?.includes("sandboxedScripts") !== true) return "templates are blocked on a page with a block list, unless sandboxedScripts is allowed"
  if (allowed === undefined || allowed.includes(type)) return undefined
  const brought = new Set(allowed.flatMap((one) => [one, ...(IMPLIES[one] ?? [])]))
  return name !== undefined && (brought.has(name) || brought.has(type)) ? undefined : "not on the page's allow list"
}

/** Why a tag is removed by the page's allow or block list, undefined when it is not (fact B5). */
export const removedBy = (model: DataLayerModel) => (tag: TagDef): string | undefined =>
  why(model, tag.type.startsWith("cvt_") ? "cvt" : tag.type)

/** The same for what listens on behalf of a trigger. */
export const listenerRemoved = (model: DataLayerModel, kind: ListenerKind): string | undefined =>
  kind === "TRIGGER_GROUP" ? undefined : why(model, LISTENERS[kind])
