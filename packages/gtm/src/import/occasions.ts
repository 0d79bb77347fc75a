import type { PlanInput, Tag, Trigger } from "@tagwright/formats"
import { builtInTriggers } from "../container/built-in-triggers.ts"
import { conditionParts, describeCondition, rowsOf, valueOf } from "../container/parameters.ts"
import type { Entity } from "../lint/entity.ts"
import { regexProblem } from "../lint/regex.ts"
import { groupMembers } from "../lint/uses.ts"
import type { Draft } from "./draft.ts"
import { snakeCase } from "./names.ts"
import { tableOf } from "../container/table.ts"

type Binding = NonNullable<PlanInput["events"][string]["on"]>

/** One way in which a tag comes to fire. */
export interface Occasion {
  /** The data layer event, where the occasion is one. */
  event?: string
  binding: Binding
  /** What people call it, for descriptions. */
  title: string
}

const called: Binding = { call: true }
const allPages = "2147479553"

/** Every way in which a tag fires. What a plan cannot say about it is noted. */
export const occasionsOf = (draft: Draft, tag: Tag, entity: Entity): Occasion[] => {
  for (const id of tag.blockingTriggerId ?? []) draft.note("import-condition-lost", `tag "${tag.name}" does not fire on "${nameOf(draft, id)}"; the plan has no exceptions but test mode and consent`, draft.model.triggers.get(id))
  if ((tag.firingTriggerId ?? []).length === 0) draft.note("import-trigger-unclear", `tag "${tag.name}" has no trigger`, entity)
  return (tag.firingTriggerId ?? []).flatMap((id) => occasionsOfTrigger(draft, id, tag.name))
}

const nameOf = (draft: Draft, id: string): string => draft.model.triggers.get(id)?.name ?? builtInTriggers[id]?.name ?? id

const occasionsOfTrigger = (draft: Draft, id: string, tag: string): Occasion[] => {
  const entity = draft.model.triggers.get(id)
  const trigger = draft.model.version.trigger?.find((candidate) => candidate.triggerId === id)
  if (entity === undefined || trigger === undefined) {
    if (id !== allPages && !Object.hasOwn(builtInTriggers, id)) draft.note("import-trigger-unclear", `tag "${tag}" refers to trigger ${id}, which is not in the export`)
    return [{ binding: { load: true }, title: builtInTriggers[id]?.name ?? id }]
  }
  draft.accounted.add(entity)
  return read(draft, trigger, entity)
}

const read = (draft: Draft, trigger: Trigger, entity: Entity): Occasion[] => {
  const title = trigger.name
  const unclear = (why: string): Occasion[] => {
    draft.note("import-trigger-unclear", `trigger "${title}": ${why}`, entity)
    return [{ binding: called, title }]
  }
  const reader = readers[trigger.type]
  return reader ? reader(draft, trigger, entity, unclear) : unclear(`${trigger.type} has no counterpart in a plan`)
}

type Reader = (draft: Draft, trigger: Trigger, entity: Entity, unclear: (why: string) => Occasion[]) => Occasion[]

const onPage: Reader = (draft, trigger, entity) => {
  const [only, ...more] = trigger.filter ?? []
  const exact = only && more.length === 0 && only.type === "EQUALS" ? conditionParts(only) : undefined
  if (exact && exact.subject === "{{Page Path}}" && !exact.negate && exact.operand.startsWith("/")) return [{ binding: { load: true, page: draft.page(exact.operand) }, title: trigger.name }]
  lost(draft, trigger, entity)
  return [{ binding: { load: true }, title: trigger.name }]
}

/** Notes every filter of a trigger, except one that the binding expresses. */
const lost = (draft: Draft, trigger: Trigger, entity: Entity, expressed?: number): void => {
  for (const [index, condition] of (trigger.filter ?? []).entries())
    if (index !== expressed) draft.note("import-condition-lost", `trigger "${trigger.name}" only holds when ${describeCondition(condition)}`, entity)
}

/** A selector for what a condition says about the clicked or submitted element. */
const selectorOf = (subject: string, type: string, operand: string): string | undefined => {
  const text = operand.replaceAll("\\", "\\\\").replaceAll('"', '\\"')
  const operator = { EQUALS: "=", CONTAINS: "*=", STARTS_WITH: "^=", ENDS_WITH: "$=" }[type]
  if (type === "CSS_SELECTOR" && /^\{\{(Click|Form) Element\}\}$/.test(subject)) return operand.trim() || undefined
  if (operator === undefined || operand === "" || operand.includes("{{")) return undefined
  const attribute = { "{{Click ID}}": "id", "{{Form ID}}": "id", "{{Click Classes}}": "class", "{{Form Classes}}": "class", "{{Click URL}}": "href", "{{Form URL}}": "action" }[subject]
  if (attribute === undefined) return undefined
  return `${attribute === "href" ? "a" : attribute === "action" ? "form" : ""}[${attribute}${operator}"${text}"]`
}

const onElement =
  (make: (selector: string) => Binding, everything: string): Reader =>
  (draft, trigger, entity, unclear) => {
    const selectors = (trigger.filter ?? []).map((condition) => {
      const { subject, operand, negate, ignoreCase } = conditionParts(condition)
      return negate || ignoreCase ? undefined : selectorOf(subject, condition.type, operand)
    })
    const expressed = selectors.findIndex((selector) => selector !== undefined)
    const selector = selectors[expressed]
    lost(draft, trigger, entity, expressed)
    if (selector === undefined && (trigger.filter ?? []).length > 0) return unclear("which elements it means does not follow from a selector")
    return [{ binding: make(selector ?? everything), title: trigger.name }]
  }

const readers: Readonly<Record<string, Reader>> = tableOf({
  CUSTOM_EVENT: (draft, trigger, entity, unclear) => {
    const [filter] = trigger.customEventFilter ?? []
    lost(draft, trigger, entity)
    if (filter === undefined) return unclear("it names no event")
    const { operand, negate } = conditionParts(filter)
    const names = negate ? undefined : eventNames(filter.type, operand)
    if (names) return names.map((event) => ({ event, binding: called, title: trigger.name }))
    const known = negate ? [] : knownEvents(draft, filter.type, operand)
    if (known.length === 0) return unclear(`it fires on every event where ${describeCondition(filter)}`)
    draft.note("import-guessed", `trigger "${trigger.name}" fires on every event where ${describeCondition(filter)}; the plan has those that the container names elsewhere`, entity)
    return known.map((event) => ({ event, binding: called, title: trigger.name }))
  },
  PAGEVIEW: onPage,
  DOM_READY: onPage,
  WINDOW_LOADED: onPage,
  INIT: onPage,
  CONSENT_INIT: onPage,
  CLICK: onElement((click) => ({ click }), "*"),
  LINK_CLICK: onElement((click) => ({ click }), "a"),
  FORM_SUBMISSION: onElement((submit) => ({ submit }), "form"),
  SCROLL_DEPTH: (draft, trigger, entity, unclear) => {
    const percent = (valueOf(trigger.parameter, "verticalThresholdsPercent") ?? "").split(",").map(Number).filter((share) => Number.isInteger(share) && share >= 1 && share <= 100)
    lost(draft, trigger, entity)
    return percent.length === 0 ? unclear("only vertical shares in percent can be said") : [{ binding: { scroll: percent }, title: trigger.name }]
  },
  ELEMENT_VISIBILITY: (draft, trigger, entity, unclear) => {
    const id = valueOf(trigger.parameter, "elementId")
    const selector = valueOf(trigger.parameter, "elementSelector") ?? (id === undefined ? undefined : `#${id}`)
    const share = Number(valueOf(trigger.parameter, "onScreenRatio") ?? 50) / 100
    const ms = valueOf(trigger.parameter, "useOnScreenDuration") === "true" ? Number(valueOf(trigger.parameter, "onScreenDuration") ?? 0) : 0
    lost(draft, trigger, entity)
    if (!selector || !(share >= 0 && share <= 1) || !Number.isInteger(ms)) return unclear("which element it watches cannot be said")
    return [{ binding: { visible: selector, share, ms }, title: trigger.name }]
  },
  TRIGGER_GROUP: (draft, trigger, _, unclear) => {
    for (const id of groupMembers(trigger.parameter ?? [])) {
      const member = draft.model.triggers.get(id)
      if (member) draft.accounted.add(member)
    }
    return unclear("a plan has no group of triggers")
  },
})

/** The event names that a condition on the event stands for; undefined when they cannot be counted. */
const eventNames = (type: string, operand: string): string[] | undefined => {
  if (operand.includes("{{") || operand === "") return undefined
  if (type === "EQUALS") return [operand]
  const alternatives = type === "MATCH_REGEX" ? /^\^?\(?(?:\?:)?([\w|]+)\)?\$?$/.exec(operand)?.[1]?.split("|") : undefined
  return alternatives?.every((name) => name !== "") ? alternatives : undefined
}

/** A repeated group can make a pattern run for ages on an unlucky name: whoever wrote it, we do not run it. */
const repeatedGroup = /\)[*+{]/

/** Events that other triggers name, and that a pattern like `.+` takes in as well. */
const knownEvents = (draft: Draft, type: string, operand: string): string[] => {
  if (type !== "MATCH_REGEX" || operand.includes("{{") || repeatedGroup.test(operand) || regexProblem(operand) !== undefined) return []
  const pattern = new RegExp(operand)
  const named = (draft.model.version.trigger ?? []).flatMap(({ customEventFilter: [filter] = [] }) => {
    const { operand: name, negate } = filter ? conditionParts(filter) : { operand: "", negate: true }
    return negate || !filter ? [] : (eventNames(filter.type, name) ?? [])
  })
  return [...new Set(named)].filter((name) => pattern.test(name))
}

/** The plan's name for an occasion. `sent`: what the tag calls it. */
export const planName = (draft: Draft, occasion: Occasion, sent: string | undefined, entity: Entity): string | undefined => {
  const wanted = occasion.event ?? sent ?? occasion.title
  const name = snakeCase(wanted)
  if (name === undefined) draft.note("import-not-expressed", `"${wanted}" gives no event name`, entity)
  else if (occasion.event !== undefined && name !== occasion.event) draft.note("import-renamed", `the site pushes "${occasion.event}", the plan calls it "${name}"`, entity)
  return name
}

/** Rows of a parameter table of today's or the old GA4 tag, as [name, value]. */
export const parameterRows = (parameters: Tag["parameter"]): [string, string][] =>
  ["eventSettingsTable", "eventParameters"].flatMap((table) => rowsOf(parameters, table).map((row): [string, string] => [row["parameter"] ?? row["name"] ?? "", row["parameterValue"] ?? row["value"] ?? ""]))
