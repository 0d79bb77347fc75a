import type { Frame } from "../engine/frame.ts"
import { TESTS } from "../engine/operators.ts"
import { rows, text, type Runtime } from "../engine/runtime.ts"
import type { TagDef, TransformationDef } from "../program/program.ts"
import type { EventData } from "./event-data.ts"

type Change = (data: EventData, value: (key: string) => unknown) => EventData

const listed = (value: unknown): string[] =>
  (Array.isArray(value) ? value : []).map((row: unknown) => text(typeof row === "object" && row !== null ? (Reflect.get(row, "paramName") ?? Reflect.get(row, "fieldName")) : row))

/** What each kind of transformation does to the event a tag sees (format 11). */
const CHANGES: Record<string, Change> = {
  tf_augment_event: (data, value) => ({ ...data, ...Object.fromEntries(rows(value("augmentEventTable"), "paramName", "paramValue")) }),
  tf_exclude_params: (data, value) => {
    const gone = new Set(listed(value("excludedParams") ?? value("excludeParamsTable")))
    return Object.fromEntries(Object.entries(data).filter(([key]) => !gone.has(key)))
  },
  tf_allow_params: (data, value) => {
    const kept = new Set([...listed(value("allowedParams") ?? value("allowParamsTable")), "event_name", "client_id"])
    return Object.fromEntries(Object.entries(data).filter(([key]) => kept.has(key)))
  },
}

/** The event as one tag sees it, after all transformations that concern the tag. */
export const transform = (tag: TagDef, frame: Frame, runtime: Runtime): EventData =>
  runtime.program.transformations.reduce<EventData>((data, one) => {
    const value = (key: string): unknown => runtime.resolve(one.params[key], frame)
    if (!concerns(one, tag, value) || !matches(value)) return data
    const change = CHANGES[one.type]
    if (change === undefined) runtime.report("transformation", one.name, `transformations of type ${one.type} are not run`)
    return change === undefined ? data : change(data, value)
  }, frame.message)

const concerns = (_one: TransformationDef, tag: TagDef, value: (key: string) => unknown): boolean => {
  const named = rows(value("affectedTags"), "tagReference", "tagReference").some(([name]) => name === tag.name)
  const typed = rows(value("affectedTagTypes"), "tagType", "tagTypeExceptions").some(([type, exceptions]) =>
    type === tag.type && !(Array.isArray(exceptions) && JSON.stringify(exceptions).includes(JSON.stringify(tag.name))))
  return value("allTagsExcept") === true ? !named : named || typed
}

const OPERATORS: Record<string, keyof typeof TESTS> = { equals: "EQUALS", contains: "CONTAINS", startswith: "STARTS_WITH", endswith: "ENDS_WITH", matchesregex: "MATCH_REGEX", regex: "MATCH_REGEX" }

const matches = (value: (key: string) => unknown): boolean => {
  if (value("matchingConditionsEnabled") !== true) return true
  const table = value("matchingConditionsTable")
  return (Array.isArray(table) ? table : []).every((row: unknown) => {
    if (typeof row !== "object" || row === null) return true
    const type = text(Reflect.get(row, "expressionType")).toLowerCase().replace(/[^a-z]/g, "")
    const operator = OPERATORS[type]
    return operator !== undefined && TESTS[operator](Reflect.get(row, "variableReference"), Reflect.get(row, "expressionValue"), false)
  })
}
