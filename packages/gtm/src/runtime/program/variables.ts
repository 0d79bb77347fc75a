import type { ContainerVersion, FormatValue, Parameter, Variable } from "@tagwright/formats"
import { BUILT_INS } from "./built-ins.ts"
import { scriptContexts } from "./contexts.ts"
import { guardLoops } from "./guard-loops.ts"
import { plain, toParams } from "./parameters.ts"
import type { Expr, Format, VariableDef, VariableKind } from "./program.ts"
import { parseText, splitEscaped, type Lookup } from "./reference.ts"
import type { TemplateIndex } from "./templates.ts"
import type { Report } from "./report.ts"

/** The type codes of user-defined variables that the runtime evaluates (format 8). */
export const VARIABLE_KINDS: Record<string, VariableKind> = {
  v: "v", c: "c", jsm: "jsm", j: "j", k: "k", u: "u", f: "f", aev: "aev", d: "d", vis: "vis", smm: "smm", remm: "remm",
  gtes: "gtes", gtcs: "gtcs", awec: "awec", uv: "uv", r: "r", ctv: "ctv", dbg: "dbg", e: "e", cid: "cid", ev: "ev", hid: "hid",
  ed: "ed", rh: "rh", qp: "qp", sgtmk: "sgtmk", vr: "vr",
}

/** Names first, bodies second: a variable may refer to one that comes later. */
export const variableNames = (version: ContainerVersion): string[] => [
  ...(version.variable ?? []).map((variable) => variable.name),
  ...(version.builtInVariable ?? []).map((builtIn) => builtIn.name),
]

export const compileVariables = (version: ContainerVersion, lookup: Lookup, templates: TemplateIndex, report: Report): VariableDef[] => [
  ...(version.variable ?? []).map((variable) => userDefined(variable, lookup, templates, report)),
  ...(version.builtInVariable ?? []).map((builtIn): VariableDef => {
    const known = BUILT_INS[builtIn.type]
    if (known !== undefined) return { name: builtIn.name, kind: known.kind, params: known.params, snapshot: true }
    report("variable", builtIn.name, `the built-in variable ${builtIn.type} is not known here`)
    return { name: builtIn.name, kind: "unsupported", params: {} }
  }),
]

const userDefined = (variable: Variable, lookup: Lookup, templates: TemplateIndex, report: Report): VariableDef => {
  const format = compileFormat(variable, lookup, report)
  const template = templates.find(variable.type)
  const kind = template === undefined ? VARIABLE_KINDS[variable.type] : "template"
  if (kind === undefined) report("variable", variable.name, `variables of type "${variable.type}" are not evaluated; the value is false`)
  const made: VariableDef = { name: variable.name, kind: kind ?? "unsupported", params: params(variable, lookup) }
  if (template !== undefined) made.template = template
  if (format !== undefined) made.format = format
  return made
}

const params = (variable: Variable, lookup: Lookup): Record<string, Expr> => {
  if (variable.type !== "jsm") return toParams(variable.parameter, lookup)
  const code = plain(variable.parameter, "javascript")?.trim() ?? ""
  if (code === "") return {}
  const wrapped = guardLoops(`(${code.replace(/;+\s*$/, "")}\n)();`)
  return { javascript: splitEscaped(wrapped, lookup, scriptContexts(wrapped)) }
}

const FORMATS: Record<keyof FormatValue, true> = { caseConversionType: true, convertNullToValue: true, convertUndefinedToValue: true, convertTrueToValue: true, convertFalseToValue: true }

const compileFormat = ({ name, formatValue: format }: Variable, lookup: Lookup, report: Report): Format | undefined => {
  if (format === undefined) return undefined
  for (const key of Object.keys(format)) if (!Object.hasOwn(FORMATS, key)) report("variable", name, `its format option ${key} is not evaluated; the value stays as it is`)
  const made: Format = {}
  if (format.caseConversionType !== undefined) made.case = format.caseConversionType === "LOWERCASE" ? "lower" : "upper"
  if (format.convertNullToValue !== undefined) made.ifNull = replacement(format.convertNullToValue, lookup)
  if (format.convertUndefinedToValue !== undefined) made.ifUndefined = replacement(format.convertUndefinedToValue, lookup)
  if (format.convertTrueToValue !== undefined) made.ifTrue = replacement(format.convertTrueToValue, lookup)
  if (format.convertFalseToValue !== undefined) made.ifFalse = replacement(format.convertFalseToValue, lookup)
  return Object.keys(made).length === 0 ? undefined : made
}

const replacement = (parameter: Parameter, lookup: Lookup): Expr =>
  parameter.type === "LIST" || parameter.type === "MAP" ? "" : parseText(parameter.value ?? "", lookup)
