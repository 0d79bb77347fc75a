import type { ContainerVersion } from "@tagwright/formats"
import { builtInTypeOf } from "../container/built-in-variables.ts"
import { firstBuiltInTriggerId } from "../container/built-in-triggers.ts"
import { isTemplateType } from "../container/templates.ts"
import type { Entity } from "./entity.ts"
import type { Uses } from "./uses.ts"

interface Tables {
  variables: ReadonlyMap<string, Entity>
  triggers: ReadonlyMap<string, Entity>
  templates: ReadonlyMap<string, Entity>
}

/** One reference that leads nowhere is a mistake, whatever else is absent. */
const oneSlip = 1
/** Tag Manager lets nobody save a reference to nothing: so many different ones come from items that were not picked. */
const severalMissing = 3

/** A file that Tag Manager wrote, and nobody by hand: generators leave these out. A container whose items were not picked has at least one built-in. */
const isFromTagManager = ({ fingerprint, tagManagerUrl }: ContainerVersion): boolean => fingerprint !== undefined && tagManagerUrl !== undefined

/**
 * Whether someone picked single items for this export. The file does not say so; what gives it away is that built-ins are
 * used and none is listed (a new container has five), that nothing is listed and something is missing, that a whole kind of entity that others refer to is absent, or that
 * several references lead nowhere.
 */
export const looksPartial = (version: ContainerVersion, uses: Uses, tables: Tables): boolean => {
  const names = new Set(uses.variableUses.map((use) => use.name).filter((name) => name !== "_event" && !tables.variables.has(name)))
  const builtIns = [...names].filter((name) => builtInTypeOf(name) !== undefined)
  const triggers = new Set(uses.triggerUses.map((use) => use.id).filter((id) => Number(id) < firstBuiltInTriggerId && !tables.triggers.has(id)))
  const templates = [...(version.tag ?? []), ...(version.variable ?? []), ...(version.client ?? [])].filter(({ type }) => isTemplateType(type) && !tables.templates.has(type))
  const kindAbsent =
    (names.size > builtIns.length && version.variable === undefined) ||
    (triggers.size > 0 && version.trigger === undefined) ||
    (templates.length > 0 && version.customTemplate === undefined)
  const missing = names.size + triggers.size + templates.length
  const noBuiltIns = (version.builtInVariable ?? []).length === 0 && (builtIns.length > 0 || (names.size + triggers.size > 0 && isFromTagManager(version)))
  return noBuiltIns || (kindAbsent && missing > oneSlip) || missing >= severalMissing
}
