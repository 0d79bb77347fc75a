import type { ContainerVersion } from "@tagwright/formats"
import { builtInTypeOf } from "../container/built-in-variables.ts"
import { firstBuiltInTriggerId } from "../container/built-in-triggers.ts"
import { isTemplateType } from "../container/templates.ts"
import type { Entity } from "./model.ts"
import type { Uses } from "./uses.ts"

interface Tables {
  variables: ReadonlyMap<string, Entity>
  triggers: ReadonlyMap<string, Entity>
  templates: ReadonlyMap<string, Entity>
}

/** A share of references this big does not break by one slip of the hand. */
const manyMissing = 0.25

/**
 * Whether someone picked single items for this export. The file does not say so; what gives it away is that a whole kind
 * of entity that others refer to is absent, or that a good part of all references leads nowhere.
 */
export const looksPartial = (version: ContainerVersion, uses: Uses, tables: Tables): boolean => {
  const names = new Set(uses.variableUses.map((use) => use.name).filter((name) => name !== "_event" && !tables.variables.has(name)))
  const builtIns = [...names].filter((name) => builtInTypeOf(name) !== undefined)
  const triggers = new Set(uses.triggerUses.map((use) => use.id).filter((id) => Number(id) < firstBuiltInTriggerId && !tables.triggers.has(id)))
  const templates = [...(version.tag ?? []), ...(version.variable ?? []), ...(version.client ?? [])].filter(({ type }) => isTemplateType(type) && !tables.templates.has(type))
  const kindAbsent =
    (builtIns.length > 0 && version.builtInVariable === undefined) ||
    (names.size > builtIns.length && version.variable === undefined) ||
    (triggers.size > 0 && version.trigger === undefined) ||
    (templates.length > 0 && version.customTemplate === undefined)
  const missing = names.size + triggers.size + templates.length
  const all = new Set(uses.variableUses.map((use) => use.name)).size + new Set(uses.triggerUses.map((use) => use.id)).size + templates.length
  return kindAbsent || (missing > 2 && missing / all >= manyMissing)
}
