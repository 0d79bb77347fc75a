import type { Program } from "acorn"
import type { Frame } from "../engine/frame.ts"
import type { Runtime, TagRunner, VariableReader } from "../engine/runtime.ts"
import type { TemplateDef } from "../program/program.ts"
import type { Report } from "../program/report.ts"
import { Machine } from "./machine.ts"
import { readPermissions, type Permissions } from "./permissions.ts"
import { runBody } from "./statements.ts"
import { webApis } from "./web-apis.ts"

/** What a template keeps between its runs: per template, as long as the page lives. */
const stores = new WeakMap<TemplateDef, { permissions: Permissions; storage: Map<string, unknown> }>()

export const storeOf = (template: TemplateDef) => {
  const known = stores.get(template)
  if (known !== undefined) return known
  const made = { permissions: readPermissions(template.permissions), storage: new Map<string, unknown>() }
  stores.set(template, made)
  return made
}

const isAst = (value: unknown): value is Program => typeof value === "object" && value !== null && Reflect.get(value, "type") === "Program"

const execute = (index: number | undefined, name: string, data: Record<string, unknown>, frame: Frame, runtime: Runtime): unknown => {
  const template = runtime.program.templates[index ?? -1]
  if (template === undefined) throw new Error("its template is not in the export")
  return runTemplate(template, webApis({ runtime, frame, name, ...storeOf(template) }), data, runtime.report)
}

/** Runs a template with the APIs it may ask for. Throws what the template throws. */
export const runTemplate = (template: TemplateDef, apis: Record<string, unknown>, data: Record<string, unknown>, report: Report): unknown => {
  if (!isAst(template.ast)) throw new Error("its template does not parse")
  const require = (api: unknown): unknown => {
    if (typeof api === "string" && Object.hasOwn(apis, api)) return apis[api]
    report("template", template.name, `asks for the API "${String(api)}", which is not offered here`)
    throw new Error(`the API "${String(api)}" is not offered here`)
  }
  return new Machine(runBody).run(template.ast, { data, require })
}

/** A tag made from a custom template: success and failure are the template's to tell. */
export const templateTag: TagRunner = (call) => {
  const { tag, frame, runtime } = call
  const data = Object.fromEntries(Object.keys(tag.params).map((key) => [key, call.value(key)]))
  execute(tag.template, tag.name, {
    ...data, gtmOnSuccess: () => call.done("success"), gtmOnFailure: () => call.done("failure"), gtmEventId: frame.id, gtmTagId: Number(tag.id),
  }, frame, runtime)
}

/** A variable made from a custom template: its value is what the script returns. */
export const templateVariable: VariableReader = (variable, frame, runtime) => {
  const data = Object.fromEntries(Object.keys(variable.params).map((key) => [key, runtime.resolve(variable.params[key], frame)]))
  return execute(variable.template, variable.name, { ...data, gtmEventId: frame.id }, frame, runtime)
}
