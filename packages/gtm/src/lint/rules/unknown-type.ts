import { isTemplateType } from "../../container/templates.ts"
import { clientTypes, otherTagTypes, tagTypes, transformationTypes, variableTypes } from "../../container/type-names.ts"
import { container, tag } from "../build.ts"
import { quote } from "../look.ts"
import type { EntityKind } from "../../container/entity-kinds.ts"
import type { Rule } from "../rule.ts"

const known: Record<EntityKind, ((type: string) => boolean) | undefined> = {
  tag: (type) => Object.hasOwn(tagTypes, type) || otherTagTypes.has(type),
  variable: (type) => Object.hasOwn(variableTypes, type),
  client: (type) => Object.hasOwn(clientTypes, type),
  transformation: (type) => Object.hasOwn(transformationTypes, type),
  trigger: undefined,
  builtInVariable: undefined,
  customTemplate: undefined,
  folder: undefined,
}

export const rule: Rule = {
  severity: "info",
  title: "A type of tag, variable, client or transformation that we do not know",
  why: "It is kept exactly as it is, but neither the checks nor the offline run can look into it.",
  fix: "Nothing, if Tag Manager exported it. In a file made by hand, check the spelling of the type.",
  bad: () => container("WEB", { tag: [tag(1, "a", "brandnew", [])] }),
  good: () => container("WEB", { tag: [tag(1, "a", "html", [])] }),
  *check({ entities, kind }) {
    if (kind === "amp" || kind === "mobile") return
    for (const entity of entities)
      if (known[entity.kind]?.(entity.type) === false && !isTemplateType(entity.type))
        yield { path: [...entity.path, "type"], message: `${entity.kind} ${quote(entity.name)} has the unknown type ${quote(entity.type)}` }
  },
}
