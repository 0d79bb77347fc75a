import type { ContainerExport, Parameter } from "@tagwright/formats"
import { isDeepStrictEqual } from "node:util"
import type { Json } from "../export/json-tree.ts"
import { isObject } from "../export/shape.ts"
import { entityKinds, type EntityKind } from "../container/entity-kinds.ts"
import { describeCondition } from "../container/parameters.ts"
import { type Names, namesOf, noRenames, type Renames } from "./names.ts"
import { tableOf } from "../container/table.ts"

/** An entity without everything that differs between two containers that do the same. */
export interface NormalEntity {
  kind: EntityKind
  name: string
  /** Id in its own container: only a hint for finding renames. */
  id: string
  /** A table's rows stand as `Row[]` in order; sets are sorted; references are names. */
  content: { [key: string]: Json }
}

/** Members that say where an entity lives or when it was saved, not what it does. */
const bookkeeping = new Set(
  ["accountId", "containerId", "workspaceId", "fingerprint", "path", "tagManagerUrl", "name", "uniqueTriggerId"].concat(
    ["tagId", "triggerId", "variableId", "folderId", "templateId", "clientId", "transformationId"],
  ),
)

/** Every entity of a container in normal form, in the order of `entityKinds` and of the file. */
export const normalEntities = (container: ContainerExport, renames: Renames = noRenames): NormalEntity[] => {
  const names = namesOf(container, renames)
  return entityKinds.flatMap((kind) =>
    (container.containerVersion[kind] ?? []).map((entity) => {
      const plain: Json = JSON.parse(JSON.stringify(entity))
      const members = isObject(plain) ? plain : {}
      return { kind, name: entity.name, id: String(members[`${idKey[kind]}`] ?? ""), content: normalMembers(members, names) }
    }),
  )
}

const idKey: Record<EntityKind, string> = {
  tag: "tagId",
  trigger: "triggerId",
  variable: "variableId",
  builtInVariable: "type",
  client: "clientId",
  transformation: "transformationId",
  customTemplate: "templateId",
  folder: "folderId",
}

type Normalise = (value: Json, names: Names) => Json | undefined
const asText = (value: Json): string => (typeof value === "string" ? value : JSON.stringify(value))
const texts = (value: Json): string[] => (Array.isArray(value) ? value.map(asText) : [])
const set = (values: string[]): Json | undefined => (values.length === 0 ? undefined : [...new Set(values)].sort())
const unless =
  (fallback: Json): Normalise =>
  (value) =>
    isDeepStrictEqual(value, fallback) ? undefined : value

/** What Tag Manager writes or leaves out at will, depending on the year of the export. */
const members: Record<string, Normalise> = tableOf({
  type: (value, names) => names.type(asText(value)),
  parameter: (value, names) => parametersByKey(value, names),
  firingTriggerId: (value, names) => set(texts(value).map(names.trigger)),
  blockingTriggerId: (value, names) => set(texts(value).map(names.trigger)),
  parentFolderId: (value, names) => names.folder(asText(value)),
  customEventFilter: (value, names) => conditionSet(value, names),
  filter: (value, names) => conditionSet(value, names),
  autoEventFilter: (value, names) => conditionSet(value, names),
  tagFiringOption: unless("ONCE_PER_EVENT"),
  paused: unless(false),
  liveOnly: unless(false),
  consentSettings: (value, names) => consent(value, names),
  setupTag: (value, names) => sequence(value, names),
  teardownTag: (value, names) => sequence(value, names),
  monitoringMetadata: (value, names) => parameterValue(value, names),
  priority: (value, names) => (isObject(value) ? unless("0")(parameterValue(value, names) ?? "0", names) : value),
  formatValue: (value, names) => (isObject(value) && Object.keys(value).length > 0 ? eachParameter(value, names) : undefined),
})
/** Trigger members that are parameters themselves. */
for (const key of ["waitForTags", "checkValidation", "waitForTagsTimeout", "eventName", "interval", "limit"]) {
  members[key] = (value, names) => parameterValue(value, names)
}
/** One trigger's listening switch is written `false` or left without value: the same. */
for (const key of ["waitForTags", "checkValidation"]) {
  members[key] = (value, names) => unless("false")(parameterValue(value, names) ?? "false", names)
}

const normalMembers = (entity: { [key: string]: Json }, names: Names): { [key: string]: Json } => {
  const kept = Object.entries(entity).flatMap(([key, value]): [string, Json][] => {
    if (bookkeeping.has(key)) return []
    const normal = members[key] ? members[key](value, names) : value
    return normal === undefined ? [] : [[key, normal]]
  })
  return Object.fromEntries(kept)
}

const parametersByKey = (value: Json, names: Names): Json | undefined => {
  if (!Array.isArray(value)) return value
  const entries = value.flatMap((item): [string, Json][] => {
    const normal = parameterValue(item, names)
    return normal === undefined || !isObject(item) ? [] : [[asText(item["key"] ?? ""), normal]]
  })
  return entries.length === 0 ? undefined : Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)))
}

type ParameterKind = Parameter["type"]
const byKind: Record<ParameterKind, Normalise> = {
  TEMPLATE: (value, names) => (typeof value === "string" ? names.text(value) : value),
  BOOLEAN: (value) => value,
  INTEGER: (value) => value,
  TAG_REFERENCE: (value, names) => names.tag(asText(value)),
  TRIGGER_REFERENCE: (value, names) => names.trigger(asText(value)),
  LIST: (value, names) => listValue(value, names),
  MAP: (value, names) => parametersByKey(value, names),
}
const isParameterKind = (type: Json | undefined): type is ParameterKind => typeof type === "string" && Object.hasOwn(byKind, type)

/** A parameter's value; undefined for "not set", whichever way that is written. */
const parameterValue = (parameter: Json, names: Names): Json | undefined => {
  if (!isObject(parameter)) return parameter
  const { type } = parameter
  const value = parameter["value"] ?? parameter["list"] ?? parameter["map"]
  if (value === undefined || value === null) return undefined
  return isParameterKind(type) ? byKind[type](value, names) : value
}

const listValue = (value: Json, names: Names): Json | undefined => {
  if (!Array.isArray(value) || value.length === 0) return undefined
  const rows = value.map((row) => parameterValue(row, names) ?? "")
  // The members of a trigger group are a set; everything else is a table whose order can decide.
  return value.every((row) => isObject(row) && row["type"] === "TRIGGER_REFERENCE") ? set(rows.map(asText)) : rows
}

const eachParameter = (value: { [key: string]: Json }, names: Names): Json =>
  Object.fromEntries(Object.entries(value).map(([key, item]) => [key, parameterValue(item, names) ?? ""]))

/** Setup and cleanup tags; a flag that is false is the same as none. */
const sequence = (value: Json, names: Names): Json =>
  Array.isArray(value) ? value.map((item) => (isObject(item) ? Object.fromEntries(Object.entries(item).flatMap(([key, entry]) => (entry === false ? [] : [[key, key === "tagName" ? names.tag(asText(entry)) : entry]]))) : item)) : value

const consent = (value: Json, names: Names): Json | undefined => {
  if (!isObject(value) || value["consentStatus"] === "NOT_SET") return undefined
  const types = isObject(value["consentType"]) ? parameterValue(value["consentType"], names) : undefined
  return { consentStatus: value["consentStatus"] ?? "NOT_SET", ...(Array.isArray(types) ? { consentType: texts(types).sort() } : {}) }
}

/** Conditions of a trigger are ANDed: a set. Each becomes the sentence people read, e.g. `{{Page Path}} does not contain /thanks`. */
const conditionSet = (value: Json, names: Names): Json | undefined =>
  Array.isArray(value) ? set(value.map((condition) => (isObject(condition) ? conditionText(condition, names) : asText(condition)))) : value

const conditionText = (condition: { [key: string]: Json }, names: Names): string => {
  const parameters = parametersByKey(condition["parameter"] ?? [], names)
  const values = isObject(parameters) ? Object.entries(parameters) : []
  return describeCondition({ type: asText(condition["type"] ?? ""), parameter: values.map(([key, value]) => ({ type: "TEMPLATE", key, value: asText(value) })) })
}
