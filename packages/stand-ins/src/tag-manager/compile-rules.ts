import { isObject, listOf, objectOf, type Json } from "../json.ts"
import type { Content } from "./state.ts"

export interface CompilerError {
  errorType: string
  errorMessage: string
}

const stringsIn = (value: unknown): string[] => (typeof value === "string" ? [value] : Array.isArray(value) ? value.flatMap(stringsIn) : isObject(value) ? Object.values(value).flatMap(stringsIn) : [])
const namesIn = (entity: Json): string[] => stringsIn({ ...entity, notes: "", templateData: "" }).flatMap((text) => [...text.matchAll(/\{\{([^{}]+)\}\}/g)].map(([, name = ""]) => name))
const nameOf = (entity: Json): string => String(entity["name"])

/** Tag Manager calls built-ins by the name that belongs to their type; what our stand-in was given as name holds here. */
const variableNames = (content: Content): Set<string> => new Set(["_event", ...[...content.variable.values(), ...content.builtInVariable.values()].map(nameOf)])

const unknownVariables = (content: Content): CompilerError[] => {
  const known = variableNames(content)
  return [...content.tag.values(), ...content.trigger.values(), ...content.variable.values(), ...content.client.values(), ...content.transformation.values()].flatMap((entity) =>
    namesIn(entity).flatMap((name) => (known.has(name) ? [] : [{ errorType: "unknownMacroInstance", errorMessage: `Unknown variable "${name}" found in "${nameOf(entity)}"` }])),
  )
}

const cycles = (content: Content): CompilerError[] => {
  const needs = new Map([...content.variable.values()].map((entity) => [nameOf(entity), namesIn(entity)]))
  const leadsTo = (from: string, to: string, seen: Set<string>): boolean =>
    (needs.get(from) ?? []).some((next) => next === to || (!seen.has(next) && leadsTo(next, to, seen.add(next))))
  return [...needs.keys()].flatMap((name) => (leadsTo(name, name, new Set()) ? [{ errorType: "macroCycle", errorMessage: `Variable "${name}" refers to itself` }] : []))
}

const unknownSequence = (content: Content): CompilerError[] => {
  const names = new Set([...content.tag.values()].map(nameOf))
  return [...content.tag.values()].flatMap((tag) =>
    [...listOf(tag["setupTag"]), ...listOf(tag["teardownTag"])].flatMap((one) => {
      const name = String(objectOf(one)["tagName"])
      return names.has(name) ? [] : [{ errorType: "unknownTagInstance", errorMessage: `Unknown tag "${name}" in "${nameOf(tag)}"` }]
    }),
  )
}

const unknownTriggers = (content: Content): CompilerError[] =>
  [...content.tag.values()].flatMap((tag) =>
    [...listOf(tag["firingTriggerId"]), ...listOf(tag["blockingTriggerId"])].flatMap((id) =>
      content.trigger.has(String(id)) || Number(id) >= 2147479553 ? [] : [{ errorType: "unknownTriggerId", errorMessage: `Unknown trigger ${String(id)} in "${nameOf(tag)}"` }],
    ),
  )

/** A few of Tag Manager's compiler errors, by their names in the API (CompilerErrorLite). */
export const compileRules: Record<string, (content: Content) => CompilerError[]> = {
  unknownMacroInstance: unknownVariables,
  macroCycle: cycles,
  unknownTagInstance: unknownSequence,
  unknownTriggerId: unknownTriggers,
}
export const compile = (content: Content): CompilerError[] => Object.values(compileRules).flatMap((rule) => rule(content))
