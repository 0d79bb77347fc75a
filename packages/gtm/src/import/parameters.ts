import type { ParameterType } from "@tagwright/formats"
import { valueOf } from "../container/parameters.ts"
import { variableSource } from "../catalog/purpose.ts"
import type { Entity } from "../lint/entity.ts"
import type { Draft } from "./draft.ts"
import { snakeCase } from "./names.ts"

/** The kit adds these by itself. */
const ofTheKit: ReadonlySet<string> = new Set(["event_id", "test_mode", "lead_id"])
/** The kit fills these from the page. */
const ofThePage: ReadonlySet<string> = new Set(["page_path", "page_title", "link_url", "link_text", "form_id", "form_location", "section"])
const personal = /^(?:user_?)?(?:e_?mail(?:_?address)?|phone(?:_?number)?|mobile|first_?name|last_?name|full_?name|surname|street|birth_?(?:day|date)|ip_?address)$/

const typeByName: readonly [RegExp, ParameterType][] = [
  [/^items$/, "items"],
  [/^currency(?:_code)?$/, "currency"],
  [/(?:^|_)(?:value|price|revenue|amount|tax|shipping|total)$/, "money"],
  [/(?:^|_)(?:count|quantity|index|position|number|step)$/, "integer"],
  [/(?:^|_)(?:url|href|link)$/, "url"],
  [/(?:^|_)id$/, "id"],
  [/^(?:is|has)_/, "boolean"],
]

/** Puts one parameter of a tag into the plan: its name, a guess of its type, and where its value comes from. */
export const importParameter = (draft: Draft, event: string, [sent, value]: [string, string], tag: Entity): void => {
  if (sent.includes("{{") || sent === "") return draft.note("import-not-expressed", `tag "${tag.name}" has a parameter whose name is "${sent}"`, tag)
  const name = snakeCase(sent)
  if (name === undefined) return draft.note("import-not-expressed", `tag "${tag.name}" has a parameter named "${sent}"`, tag)
  if (ofTheKit.has(name)) return accountValue(draft, value)
  if (personal.test(name)) return draft.note("import-personal", `tag "${tag.name}" sends "${sent}"`, tag)
  if (name !== sent) draft.note("import-renamed", `parameter "${sent}" of tag "${tag.name}" becomes "${name}"`, tag)
  const source = sourceOf(draft, name, value, tag)
  draft.parameter(event, name, () => ({ type: typeByName.find(([pattern]) => pattern.test(name))?.[1] ?? "string", describe: source }))
}

/** Says where a value came from, and notes what the plan cannot take over. */
const sourceOf = (draft: Draft, name: string, value: string, tag: Entity): string => {
  const reference = /^\{\{([^{}]+)\}\}$/.exec(value)?.[1]
  if (reference === undefined) {
    if (!value.includes("{{")) return constant(draft, name, value, tag)
    accountValue(draft, value)
    draft.note("import-value-computed", `parameter "${name}" of tag "${tag.name}" is put together as ${value}`, tag)
    return `Was ${value}`
  }
  const entity = draft.model.variables.get(reference)
  if (entity) draft.accounted.add(entity)
  if (entity?.kind === "builtInVariable") {
    if (!ofThePage.has(name)) draft.note("import-value-computed", `parameter "${name}" of tag "${tag.name}" was the built-in ${reference}`, tag)
    return `Was the built-in ${reference}`
  }
  const variable = draft.model.version.variable?.find((candidate) => candidate.name === reference)
  if (variable === undefined) return `Was {{${reference}}}`
  const path = variable.type === "v" ? valueOf(variable.parameter, "name") : undefined
  if (path === undefined) draft.note("import-value-computed", `parameter "${name}" of tag "${tag.name}" was ${variableSource(variable.type, variable.parameter ?? [])}`, entity)
  else if (path !== name) draft.note("import-renamed", `the site pushes "${path}", the plan calls it "${name}"`, entity)
  return variable.notes?.trim() || `Was ${variableSource(variable.type, variable.parameter ?? [])}`
}

const constant = (draft: Draft, name: string, value: string, tag: Entity): string => {
  draft.note("import-value-computed", `parameter "${name}" of tag "${tag.name}" was always "${value}"`, tag)
  return value === "" ? "Was empty" : `Was always ${value}`
}

/** Marks the variables inside a value as taken over or mentioned. */
export const accountValue = (draft: Draft, value: string): void => {
  for (const [, name = ""] of value.matchAll(/\{\{([^{}]+)\}\}/g)) {
    const entity = draft.model.variables.get(name)
    if (entity) draft.accounted.add(entity)
  }
}
