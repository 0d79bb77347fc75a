import { isObject, listOf, objectOf, type Json } from "../json.ts"
import { type Container, type Content, idKeys, type Kind } from "./state.ts"

/** What Tag Manager refuses when an entity is saved, in its words where they are known (facts: reported answers 400). */
type Rule = (entity: Json, where: { kind: Kind; content: Content; container: Container }) => string[]

const triggerTypes = new Set(
  ("pageview domReady windowLoaded init consentInit customEvent click linkClick formSubmission historyChange jsError timer scrollDepth elementVisibility youTubeVideo triggerGroup always serverPageview " +
    "ampClick ampTimer ampScroll ampVisibility").split(" "),
)
const conditionTypes = new Set("equals contains startsWith endsWith matchRegex cssSelector urlMatches less lessOrEquals greater greaterOrEquals".split(" "))
const parameterTypes = new Set("template integer boolean list map triggerReference tagReference".split(" "))
const builtInTriggers = new Set(["2147479553", "2147479572", "2147479573", "2147479574"])
const typed: ReadonlySet<Kind> = new Set(["tag", "trigger", "variable", "client", "transformation"])

const text = (value: unknown): string => (typeof value === "string" ? value : "")
const parameters = (entity: Json): Json[] => listOf(entity["parameter"]).map(objectOf)
const valueOf = (entity: Json, key: string): string | undefined => {
  const found = parameters(entity).find((parameter) => parameter["key"] === key)
  return found === undefined ? undefined : text(found["value"])
}
/** Every object inside an entity that has a `type`, with whether it is a condition. */
const typesInside = (value: unknown, condition: boolean): { type: string; condition: boolean }[] => {
  if (Array.isArray(value)) return value.flatMap((item) => typesInside(item, condition))
  if (!isObject(value)) return []
  const own = typeof value["type"] === "string" ? [{ type: value["type"], condition }] : []
  return [...own, ...Object.entries(value).flatMap(([key, item]) => typesInside(item, /[fF]ilter$/.test(key)))]
}

export const saveRules: Record<string, Rule> = {
  name: (entity, { kind }) => (kind === "builtInVariable" || text(entity["name"]) !== "" ? [] : [`${kind}.name: The value must not be empty`]),
  "unique name": (entity, { kind, content }) =>
    [...content[kind].values()].some((other) => other["name"] === entity["name"] && other[idKeys[kind]] !== entity[idKeys[kind]]) ? ["Found entity with duplicate name."] : [],
  type: (entity, { kind }) => (!typed.has(kind) || text(entity["type"]) !== "" ? [] : [`${kind}.type: The value must not be empty`]),
  "type of trigger": (entity, { kind }) => (kind !== "trigger" || triggerTypes.has(text(entity["type"])) ? [] : [`Unknown trigger type: ${text(entity["type"])}`]),
  "types inside": (entity) =>
    Object.entries(entity).flatMap(([key, value]) =>
      typesInside(value, /[fF]ilter$/.test(key)).flatMap(({ type, condition }) => ((condition ? conditionTypes : parameterTypes).has(type) ? [] : [`Invalid value "${type}" for ${condition ? "condition" : "parameter"} type in ${key}`])),
    ),
  "custom event": (entity, { kind }) => (kind !== "trigger" || entity["type"] !== "customEvent" || listOf(entity["customEventFilter"]).length === 1 ? [] : ["Custom-event trigger must have exactly one custom-event filter"]),
  "triggers of a tag": (entity, { content }) =>
    [...listOf(entity["firingTriggerId"]), ...listOf(entity["blockingTriggerId"])].flatMap((id) => (builtInTriggers.has(text(id)) || content.trigger.has(text(id)) ? [] : [`Tag references an unknown trigger: ${text(id)}`])),
  "members of a group": (entity, { kind, content }) =>
    kind !== "trigger" ? [] : parameters(entity).flatMap(({ list }) => listOf(list).map(objectOf)).flatMap(({ type, value }) => (type !== "triggerReference" || content.trigger.has(text(value)) ? [] : [`Trigger references an unknown trigger: ${text(value)}`])),
  folder: (entity, { content }) => (entity["parentFolderId"] === undefined || content.folder.has(text(entity["parentFolderId"])) ? [] : [`Unknown parent folder: ${text(entity["parentFolderId"])}`]),
  "type of a template": (entity, { kind, content, container }) => {
    const type = text(entity["type"])
    const known = [...content.customTemplate.values()].some((template) => type === `cvt_${container.containerId}_${text(template["templateId"])}` || text(template["templateData"]).includes(`"${type}"`))
    return kind === "trigger" || !type.startsWith("cvt_") || known ? [] : [`Unknown entity type (template public ID: ${type})`]
  },
  "source of a template": (entity, { kind }) => (kind !== "customTemplate" || text(entity["templateData"]).includes("___INFO___") ? [] : ["customTemplate.templateData: The value must not be empty"]),
  constant: (entity, { kind }) => (kind !== "variable" || entity["type"] !== "c" || valueOf(entity, "value") ? [] : ["The value must not be empty"]),
  "GA4 event": (entity, { kind }) => (kind !== "tag" || entity["type"] !== "gaawe" || valueOf(entity, "measurementIdOverride") || valueOf(entity, "measurementId") ? [] : ["measurementIdOverride: The value must not be empty"]),
  "digits for Google Ads": (entity) => (entity["type"] !== "sgtmadsct" || /^(?:\d+|.*\{\{.*)$/.test(valueOf(entity, "conversionId") ?? "") ? [] : ["The value must be a positive integer or 0"]),
  "built-in type": (entity, { kind }) => (kind !== "builtInVariable" || /^[a-z][A-Za-z0-9]+$/.test(text(entity["type"])) ? [] : [`Invalid built-in variable type: ${text(entity["type"])}`]),
}

/** Why Tag Manager would not save this entity; empty when it would. */
export const saveProblems = (entity: Json, where: { kind: Kind; content: Content; container: Container }): string[] => Object.values(saveRules).flatMap((rule) => rule(entity, where))
