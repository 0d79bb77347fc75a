import type { DataLayerModel } from "../data-layer/model.ts"
import type { TagDef } from "../program/program.ts"

/** Classes of Google's restriction lists that a type belongs to (fact B5; developers.google.com, "restrict tag deployment"). */
const CLASSES: Record<string, readonly string[]> = {
  html: ["customScripts", "customPixels", "nonGooglePixels", "nonGoogleScripts", "nonGoogleIframes"],
  img: ["customPixels", "nonGooglePixels"],
  jsm: ["customScripts"],
  gaawe: ["google"], googtag: ["google"], gaawc: ["google"], awct: ["google"], gclidw: ["google"], sp: ["google"], awud: ["google"],
  awcc: ["google"], fls: ["google"], flc: ["google"],
  baut: ["nonGoogleScripts"], cvt: ["sandboxedScripts"],
}

const listOf = (model: DataLayerModel, ...keys: string[]): string[] | undefined => {
  const found = keys.map((key) => model.exact(key) ?? model.get(key)).find((value) => Array.isArray(value) || typeof value === "string")
  if (found === undefined) return undefined
  return (Array.isArray(found) ? found : String(found).split(/[\s,]+/)).map(String)
}

/** Why a tag is removed by the page's allow or block list, undefined when it is not. */
export const removedBy = (model: DataLayerModel) => (tag: TagDef): string | undefined => {
  const names = namesOf(tag)
  const blocked = listOf(model, "gtm.blocklist", "gtm.blacklist")
  const hit = names.find((name) => blocked?.includes(name) === true)
  if (hit !== undefined) return `on the page's block list: ${hit}`
  const allowed = listOf(model, "gtm.allowlist", "gtm.whitelist")
  return allowed === undefined || names.some((name) => allowed.includes(name)) ? undefined : "not on the page's allow list"
}

const namesOf = (tag: TagDef): readonly string[] => {
  const key = tag.type.startsWith("cvt_") ? "cvt" : tag.type
  return [tag.type, ...(CLASSES[key] ?? [])]
}
