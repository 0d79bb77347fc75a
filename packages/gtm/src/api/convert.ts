import { Fault } from "@tagwright/formats"
import type { Json } from "../export/json-tree.ts"
import { isObject } from "../export/shape.ts"
import { toApiSpelling, toExportSpelling } from "./spelling.ts"

type JsonObject = { [key: string]: Json }

/** Entity lists whose own `type` is a code (`gaawe`, `v`): the same in both worlds. */
const codeTyped = ["tag", "variable", "client", "transformation", "gtagConfig"]
/** Entity lists whose own `type` is an enum. */
const enumTyped = ["trigger", "builtInVariable"]
const others = ["folder", "customTemplate", "zone"]
const lists = [...codeTyped, ...enumTyped, ...others]

/** Members that the API adds to each entity and an export does not have. */
const apiOnly = new Set(["path", "workspaceId", "tagManagerUrl"])
/** Enums outside of `type`, wherever they stand. */
const enumMembers = new Set(["tagFiringOption", "consentStatus", "caseConversionType"])

/**
 * What the API answers for a container version (or a workspace's lists under the same names) → an export.
 * `exportTime`: "YYYY-MM-DD HH:MM:SS". Throws Fault when the value is no container version.
 */
export const apiToExport = (answer: Json, { exportTime, file }: { exportTime: string; file: string }): JsonObject => {
  const version = isObject(answer) && isObject(answer["containerVersion"]) ? answer["containerVersion"] : answer
  if (!isObject(version) || !(version["containerVersionId"] !== undefined || lists.some((kind) => Array.isArray(version[kind])))) {
    throw new Fault("caller", "this is no container version of the Tag Manager API", "Give the answer of accounts.containers.versions.get or .live", { at: { file } })
  }
  return { exportFormatVersion: 2, exportTime, containerVersion: versionTo("export", version) }
}

/** A container version of the API, also one without a single item, in the spelling of exports. */
export const versionToExport = (version: JsonObject): JsonObject => versionTo("export", version)

/** An export → the container version as the API spells it. */
export const exportToApi = (exported: JsonObject): JsonObject => versionTo("api", isObject(exported["containerVersion"]) ? exported["containerVersion"] : {})

type World = "api" | "export"
const spell: Record<World, (value: string) => string> = { api: toApiSpelling, export: toExportSpelling }

const versionTo = (world: World, version: JsonObject): JsonObject =>
  Object.fromEntries(
    Object.entries(version).map(([key, value]): [string, Json] => {
      if (key === "container") return [key, headTo(world, value)]
      return [key, lists.includes(key) && Array.isArray(value) ? value.map((entity) => entityTo(world, key, entity)) : value]
    }),
  )

const headTo = (world: World, head: Json): Json => {
  const contexts = isObject(head) ? head["usageContext"] : undefined
  if (!isObject(head) || !Array.isArray(contexts)) return head
  return { ...head, usageContext: contexts.map((context) => (typeof context === "string" ? spell[world](context) : context)) }
}

const entityTo = (world: World, kind: string, entity: Json): Json => {
  if (!isObject(entity)) return entity
  return Object.fromEntries(
    Object.entries(entity).flatMap(([key, value]): [string, Json][] => {
      if (world === "export" && apiOnly.has(key)) return []
      if (key === "type") return [[key, enumTyped.includes(kind) && typeof value === "string" ? spell[world](value) : value]]
      if (key === "templateData" || key === "notes") return [[key, value]]
      return [[key, inside(world, key, value)]]
    }),
  )
}

/** Below an entity every `type` is an enum: of a parameter or of a condition. */
const inside = (world: World, key: string, value: Json): Json => {
  if (typeof value === "string") return key === "type" || enumMembers.has(key) ? spell[world](value) : value
  if (Array.isArray(value)) return value.map((item) => inside(world, "", item))
  return isObject(value) ? Object.fromEntries(Object.entries(value).map(([inner, item]) => [inner, inside(world, inner, item)])) : value
}
