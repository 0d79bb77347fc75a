import type { Parameter, Tag, Trigger } from "@tagwright/formats"
import { builtInTriggers } from "../container/built-in-triggers.ts"
import { describeCondition, listOf, mapOf, text } from "../container/parameters.ts"
import { isTemplateType } from "../container/templates.ts"
import { clientTypes, tagTypes, transformationTypes, triggerTypes, variableTypes } from "../container/type-names.ts"
import { tableOf } from "../container/table.ts"
import type { EntityKind } from "../container/entity-kinds.ts"
import type { Entity } from "../lint/entity.ts"
import type { Model } from "../lint/model.ts"
import { groupMembers } from "../lint/uses.ts"
import { tagPurpose, variableSource } from "./purpose.ts"

/** One item of a container, described for people. */
export interface CatalogEntry {
  kind: EntityKind
  name: string
  /** What Tag Manager calls its type. */
  type: string
  /** The notes that someone wrote, else what its settings say. */
  purpose: string
  /** Whether `purpose` was written by a person. */
  written: boolean
  folder?: string
  /** Where and when: value source of a variable, conditions of a trigger, triggers and consent of a tag. */
  facts: { label: string; items: string[] }[]
  /** Settings: key and value, tables as one line per row. */
  settings: { key: string; value: string }[]
  /** Names of what uses it. */
  usedBy: { kind: EntityKind; name: string }[]
}

export interface Catalog {
  title: string
  kind: Model["kind"]
  entries: CatalogEntry[]
}

/** Describes every item of a container: purpose, where it comes from, what uses it (requirements D2.2 to D2.4). */
export const describeContainer = (model: Model): Catalog => {
  const { container } = model.version
  const title = [container?.name, container?.publicId].filter((part) => part).join(" — ") || "Container"
  return { title, kind: model.kind, entries: model.entities.filter(({ kind }) => kind !== "folder").map((entity) => describe(model, entity)) }
}

const describe = (model: Model, entity: Entity): CatalogEntry => {
  const index = Number(entity.path[2])
  const own = entity.kind === "builtInVariable" || entity.kind === "folder" ? undefined : model.version[entity.kind]?.[index]
  const notes = own?.notes?.trim()
  const does = derived[entity.kind](entity, model) ?? ""
  const folder = own?.parentFolderId === undefined ? undefined : model.folders.get(own.parentFolderId)?.name
  return {
    kind: entity.kind,
    name: entity.name,
    type: typeName(model, entity),
    purpose: notes || does,
    written: Boolean(notes),
    ...(folder === undefined ? {} : { folder }),
    // What a person wrote comes first; what the settings say stands beside it.
    facts: [...fact("Does", [notes && does ? does : undefined]), ...facts[entity.kind](model, index)],
    settings: entity.kind === "trigger" ? triggerSettings(model.version.trigger?.[index]) : settingsOf(entity.parameters),
    usedBy: (model.usedBy.get(entity) ?? []).map(({ kind, name }) => ({ kind, name })),
  }
}

const typeNames: Record<EntityKind, Readonly<Record<string, string>>> = {
  tag: tagTypes,
  trigger: triggerTypes,
  variable: variableTypes,
  builtInVariable: {},
  client: clientTypes,
  transformation: transformationTypes,
  customTemplate: {},
  folder: {},
}
const typeName = (model: Model, { kind, type }: Entity): string => {
  if (kind === "builtInVariable") return "Built-in variable"
  if (kind === "customTemplate") return "Custom template"
  return typeNames[kind][type] ?? (isTemplateType(type) ? (model.templates.get(type)?.name ?? "Custom template") : type)
}

const derived: Record<EntityKind, (entity: Entity, model: Model) => string | undefined> = {
  tag: ({ type, parameters }) => tagPurpose(type, parameters),
  trigger: () => undefined,
  variable: () => undefined,
  builtInVariable: () => undefined,
  client: () => "Answers requests and makes events of them",
  transformation: () => "Changes events before tags see them",
  customTemplate: () => undefined,
  folder: () => undefined,
}

type Facts = (model: Model, index: number) => CatalogEntry["facts"]
const fact = (label: string, items: (string | undefined)[]): CatalogEntry["facts"] => {
  const given = items.filter((item) => item !== undefined)
  return given.length === 0 ? [] : [{ label, items: given }]
}

const facts: Record<EntityKind, Facts> = {
  tag: (model, index) => tagFacts(model, model.version.tag?.[index]),
  trigger: (model, index) => triggerFacts(model, model.version.trigger?.[index]),
  variable: (model, index) => {
    const variable = model.version.variable?.[index]
    return variable ? fact("Comes from", [variableSource(variable.type, variable.parameter ?? [])]) : []
  },
  builtInVariable: () => fact("Comes from", ["Tag Manager itself"]),
  client: () => [],
  transformation: () => [],
  customTemplate: (model, index) => {
    const gallery = model.version.customTemplate?.[index]?.galleryReference
    return fact("Comes from", [gallery ? `the gallery: ${gallery.host ?? ""}/${gallery.owner ?? ""}/${gallery.repository ?? ""}` : "this container's own templates"])
  },
  folder: () => [],
}

const tagFacts = (model: Model, tag: Tag | undefined): CatalogEntry["facts"] => {
  if (tag === undefined) return []
  const triggerName = (id: string): string => model.triggers.get(id)?.name ?? builtInTriggers[id]?.name ?? `trigger ${id} (missing)`
  const consentTypes = listOf(tag.consentSettings?.consentType).map((type) => text(type) ?? "")
  const consent = tableOf({ NOT_SET: "no additional check set", NOT_NEEDED: "no additional consent required", NEEDED: `requires ${consentTypes.join(", ")}` })
  return [
    ...fact("Fires on", (tag.firingTriggerId ?? []).map(triggerName)),
    ...fact("Except on", (tag.blockingTriggerId ?? []).map(triggerName)),
    ...fact("After", (tag.setupTag ?? []).map(({ tagName }) => tagName)),
    ...fact("Then", (tag.teardownTag ?? []).map(({ tagName }) => tagName)),
    ...fact("Consent", [consent[tag.consentSettings?.consentStatus ?? "NOT_SET"]]),
    ...fact("How often", [tag.tagFiringOption === "ONCE_PER_LOAD" ? "once per page" : tag.tagFiringOption === "UNLIMITED" ? "unlimited" : undefined]),
    ...fact("State", [tag.paused === true ? "paused" : undefined]),
  ]
}

const triggerFacts = (model: Model, trigger: Trigger | undefined): CatalogEntry["facts"] => {
  if (trigger === undefined) return []
  const members = groupMembers(trigger.parameter ?? []).map((id) => model.triggers.get(id)?.name ?? builtInTriggers[id]?.name ?? id)
  return [
    ...fact("Event", (trigger.customEventFilter ?? []).map((condition) => describeCondition(condition).replace("{{_event}} ", ""))),
    ...fact("When", (trigger.filter ?? []).map(describeCondition)),
    ...fact("Listens where", (trigger.autoEventFilter ?? []).map(describeCondition)),
    ...fact("All of", members),
  ]
}

const triggerSettings = (trigger: Trigger | undefined): CatalogEntry["settings"] => {
  if (trigger === undefined) return []
  const own = (["waitForTags", "checkValidation", "waitForTagsTimeout", "eventName", "interval", "limit"] as const).flatMap((key) => {
    const value = text(trigger[key])
    return value === undefined ? [] : [{ key, value }]
  })
  return [...own, ...settingsOf((trigger.parameter ?? []).filter(({ key }) => key !== "triggerIds"))]
}

/** Parameters as `key: value`; tables as `column = column`, one line per row. */
const settingsOf = (parameters: readonly Parameter[]): CatalogEntry["settings"] =>
  parameters.flatMap((parameter) => {
    const value = valueText(parameter)
    return value === "" ? [] : [{ key: parameter.key ?? "", value }]
  })

const valueText = (parameter: Parameter): string => {
  if (parameter.type === "LIST") return listOf(parameter).map(valueText).join("\n")
  if (parameter.type === "MAP") return mapOf(parameter).map(valueText).join(" = ")
  return text(parameter) ?? ""
}
