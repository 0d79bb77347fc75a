import type { Parameter } from "@tagwright/formats"
import type { JsonPath } from "../../export/json-tree.ts"
import { container, tag, template } from "../build.ts"
import { quote } from "../look.ts"
import type { Breach, Rule } from "../rule.ts"

/** The API's list (v2, `Parameter.type`), in the spelling of exports. */
const known: ReadonlySet<string> = new Set(["TEMPLATE", "BOOLEAN", "INTEGER", "LIST", "MAP", "TAG_REFERENCE", "TRIGGER_REFERENCE"])

export const rule: Rule = {
  severity: "error",
  title: "A parameter has a type that Tag Manager does not have",
  why: "The importer knows seven parameter types, in capital letters. API answers spell them in lowerCamel; files mixed from both are refused.",
  fix: "Use TEMPLATE, BOOLEAN, INTEGER, LIST, MAP, TAG_REFERENCE or TRIGGER_REFERENCE.",
  bad: () => container("WEB", { tag: [tag(1, "a", "html", [Object.assign(template("html", "x"), { type: "template" })])] }),
  good: () => container("WEB", { tag: [tag(1, "a", "html", [template("html", "x")])] }),
  *check({ entities }) {
    for (const entity of entities) yield* inside(entity.parameters, [...entity.path, "parameter"])
  },
}

function* inside(parameters: readonly Parameter[], path: JsonPath): Iterable<Breach> {
  for (const [index, parameter] of parameters.entries()) {
    const here = [...path, index]
    if (!known.has(parameter.type)) yield { path: [...here, "type"], message: `parameter ${quote(parameter.key ?? String(index))} has the unknown type ${quote(parameter.type)}` }
    if ("list" in parameter) yield* inside(parameter.list ?? [], [...here, "list"])
    if ("map" in parameter) yield* inside(parameter.map ?? [], [...here, "map"])
  }
}
