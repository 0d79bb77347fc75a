import type { Finding, PlanInput } from "@tagwright/formats"
import type { ReadExport } from "../export/read.ts"
import type { EntityKind } from "../container/entity-kinds.ts"
import type { Entity } from "../lint/entity.ts"
import { buildModel } from "../lint/model.ts"
import { importAdvertising, impliedTypes } from "./destinations/advertising.ts"
import { importGa4 } from "./destinations/ga4.ts"
import { Draft, type ImportNote } from "./draft.ts"
import { type ImportProblem, importProblems } from "./problems.ts"
import { draftConsent, draftSite } from "./site.ts"

export interface Imported {
  plan: PlanInput
  /** What the plan cannot say, or had to guess. Every item of the container is in the plan or here. */
  findings: Finding<ImportProblem>[]
}

/** Draws up a tracking plan from an existing container: a start for people to correct, not the truth. */
export const importContainer = (read: ReadExport): Imported => {
  const model = buildModel(read.export, { problems: read.problems })
  const draft = new Draft(model)
  if (model.kind !== "web") draft.note("import-other-kind", `it is a${model.kind === "amp" ? "n" : ""} ${model.kind} container`)
  const site = draftSite(draft)
  const consent = draftConsent(draft)
  if (model.kind === "web") {
    const tags = (model.version.tag ?? []).flatMap((tag, index) => {
      const entity = model.entities.find(({ kind, path }) => kind === "tag" && path[2] === index)
      return entity ? [{ tag, entity }] : []
    })
    importGa4(draft, tags)
    importAdvertising(draft, tags)
  }
  if (Object.keys(draft.destinations).length === 0) draft.destinations["ga4"] = { type: "ga4", consent: "analytics", secret: "GA4_API_SECRET" }
  noteTheRest(draft)
  const { parameters, destinations, events, pages } = draft
  return { plan: { version: 1, site, consent, destinations, parameters, events, pages }, findings: draft.notes.map((note) => toFinding(note, read)) }
}

/** Helpers of what is in the plan need no mention of their own; whatever runs, and everything unused, does. */
const silent: ReadonlySet<EntityKind> = new Set(["builtInVariable", "folder", "customTemplate"])

const noteTheRest = (draft: Draft): void => {
  const linker = draft.model.entities.filter(({ kind, type }) => kind === "tag" && impliedTypes.has(type))
  const ads = Object.values(draft.destinations).some(({ type }) => type === "google-ads")
  if (ads) for (const entity of linker) draft.accounted.add(entity)
  for (const entity of draft.model.entities) {
    if (draft.accounted.has(entity) || silent.has(entity.kind)) continue
    draft.note("import-not-expressed", `${entity.kind} "${entity.name}" (${entity.type}) ${servesOnly(draft, entity)}`, entity)
  }
}

const servesOnly = (draft: Draft, entity: Entity): string => {
  const users = draft.model.usedBy.get(entity) ?? []
  if (entity.kind === "tag" || entity.kind === "client" || entity.kind === "transformation") return "is not in the plan"
  return users.length === 0 ? "is used by nothing" : `serves only ${users.map(({ name }) => `"${name}"`).join(", ")}`
}

const toFinding = ({ code, message, entity }: ImportNote, { locate }: ReadExport): Finding<ImportProblem> => ({
  code,
  severity: importProblems[code].severity,
  message,
  at: locate(entity?.path ?? ["containerVersion"]),
  args: { entity: entity ? `${entity.kind} ${entity.name}` : "container" },
  help: importProblems[code].fix,
})
