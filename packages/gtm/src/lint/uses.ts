import type { ContainerVersion, Parameter } from "@tagwright/formats"
import { listOf, referencesIn } from "../container/parameters.ts"
import type { Json, JsonPath } from "../export/json-tree.ts"
import { isObject } from "../export/shape.ts"
import type { Entity } from "./entity.ts"

/** `{{name}}` somewhere inside an entity. `text` is the whole string it stands in. */
export interface VariableUse {
  from: Entity
  name: string
  path: JsonPath
  text: string
}
export interface TriggerUse {
  from: Entity
  id: string
  path: JsonPath
  role: "fires" | "blocks" | "member"
}
export interface TagUse {
  from: Entity
  name: string
  path: JsonPath
  role: "setup" | "teardown" | "parameter"
}
export interface FolderUse {
  from: Entity
  id: string
  path: JsonPath
}

/** Every reference in a container, in the order of the file. */
export interface Uses {
  variableUses: readonly VariableUse[]
  triggerUses: readonly TriggerUse[]
  tagUses: readonly TagUse[]
  folderUses: readonly FolderUse[]
  /** Every text with `{{}}` or a reference in it, and every script: what text rules look at. */
  texts: readonly { from: Entity; text: string; path: JsonPath }[]
  /** Mentioned by parts of the file that we do not model (zones, Google tag settings): never call these unused. */
  elsewhere: { names: ReadonlySet<string>; ids: ReadonlySet<string> }
}

interface Collected {
  variableUses: VariableUse[]
  triggerUses: TriggerUse[]
  tagUses: TagUse[]
  folderUses: FolderUse[]
  texts: { from: Entity; text: string; path: JsonPath }[]
}

export const collectUses = (version: ContainerVersion, entities: readonly Entity[]): Uses => {
  const collected: Collected = { variableUses: [], triggerUses: [], tagUses: [], folderUses: [], texts: [] }
  for (const entity of entities) {
    const [, kind, index] = entity.path
    const value = kind === entity.kind && typeof index === "number" ? version[entity.kind]?.[index] : undefined
    if (value) walk(entity, value, entity.path, collected)
  }
  collectTagReferences(version, entities, collected)
  return { ...collected, elsewhere: mentionedElsewhere(version) }
}

/** Prose, and a template's source with its own use of braces: no references in there. */
const notScanned = new Set(["templateData", "notes", "name", "fingerprint", "galleryReference"])

const walk = (from: Entity, value: unknown, path: JsonPath, into: Collected): void => {
  if (typeof value === "string") return collectText(from, value, path, into)
  if (typeof value !== "object" || value === null) return
  if (isReference(value)) collectReference(from, value, path, into)
  const steps = Array.isArray(value) ? value.keys() : Object.keys(value)
  for (const step of steps) if (!notScanned.has(String(step))) walk(from, Reflect.get(value, step), [...path, step], into)
}

const collectText = (from: Entity, text: string, path: JsonPath, into: Collected): void => {
  into.texts.push({ from, text, path })
  for (const name of referencesIn(text)) into.variableUses.push({ from, name, path, text })
}

const isReference = (value: object): value is { type: "TAG_REFERENCE" | "TRIGGER_REFERENCE"; value: string } =>
  "type" in value && (value.type === "TAG_REFERENCE" || value.type === "TRIGGER_REFERENCE") && "value" in value && typeof value.value === "string"

const collectReference = (from: Entity, { type, value }: { type: string; value: string }, path: JsonPath, into: Collected): void => {
  if (type === "TRIGGER_REFERENCE") into.triggerUses.push({ from, id: value, path: [...path, "value"], role: "member" })
  else into.tagUses.push({ from, name: value, path: [...path, "value"], role: "parameter" })
}

const collectTagReferences = (version: ContainerVersion, entities: readonly Entity[], into: Collected): void => {
  for (const entity of entities) {
    const folder = folderOf(version, entity)
    if (folder) into.folderUses.push({ from: entity, id: folder, path: [...entity.path, "parentFolderId"] })
    if (entity.kind !== "tag") continue
    const tag = version.tag?.[Number(entity.path[2])]
    tag?.firingTriggerId?.forEach((id, index) => into.triggerUses.push({ from: entity, id, path: [...entity.path, "firingTriggerId", index], role: "fires" }))
    tag?.blockingTriggerId?.forEach((id, index) => into.triggerUses.push({ from: entity, id, path: [...entity.path, "blockingTriggerId", index], role: "blocks" }))
    tag?.setupTag?.forEach(({ tagName }, index) => into.tagUses.push({ from: entity, name: tagName, path: [...entity.path, "setupTag", index, "tagName"], role: "setup" }))
    tag?.teardownTag?.forEach(({ tagName }, index) => into.tagUses.push({ from: entity, name: tagName, path: [...entity.path, "teardownTag", index, "tagName"], role: "teardown" }))
  }
}

const folderOf = (version: ContainerVersion, { kind, path }: Entity): string | undefined => {
  if (kind === "builtInVariable" || kind === "folder") return undefined
  return version[kind]?.[Number(path[2])]?.parentFolderId
}

const modelled = new Set(["tag", "trigger", "variable", "builtInVariable", "client", "transformation", "customTemplate", "folder", "container"])
const mentionedElsewhere = (version: ContainerVersion): Uses["elsewhere"] => {
  const names = new Set<string>()
  const ids = new Set<string>()
  const visit = (value: Json | undefined): void => {
    if (typeof value === "string") {
      ids.add(value)
      for (const name of referencesIn(value)) names.add(name)
    } else if (Array.isArray(value)) value.forEach(visit)
    else if (isObject(value)) Object.values(value).forEach(visit)
  }
  for (const [key, value] of Object.entries(version)) if (!modelled.has(key) && Array.isArray(value)) visit(value)
  return { names, ids }
}

/** Members of a trigger group, by id. */
export const groupMembers = (parameters: readonly Parameter[]): string[] =>
  listOf(parameters.find(({ key }) => key === "triggerIds")).flatMap((member) => ("value" in member && member.value !== undefined ? [member.value] : []))
