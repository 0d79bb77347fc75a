import type { ContainerExport } from "@tagwright/formats"
import { compareContainers } from "../diff/compare.ts"
import { type EntityKind, entityKinds } from "../container/entity-kinds.ts"
import type { Json } from "../export/json-tree.ts"
import { isObject } from "../export/shape.ts"
import { DeployError } from "./problems.ts"

/** One entity to be added, updated or deleted in a workspace. */
export interface Change {
  status: "added" | "updated" | "deleted"
  kind: EntityKind
  name: string
  /** Where it stands in the wanted container (in the present one for deletions). */
  entity: { [key: string]: Json }
  /** Its id in the workspace; absent for additions. */
  id?: string
}

export const idKeys: Record<EntityKind, string> = {
  tag: "tagId", trigger: "triggerId", variable: "variableId", builtInVariable: "type",
  client: "clientId", transformation: "transformationId", customTemplate: "templateId", folder: "folderId",
}

type Entity = { [key: string]: Json }
const entitiesOf = (container: ContainerExport, kind: EntityKind): Entity[] => {
  const list: Json = JSON.parse(JSON.stringify(container.containerVersion[kind] ?? []))
  return Array.isArray(list) ? list.filter(isObject) : []
}
const byName = (container: ContainerExport, kind: EntityKind): Map<string, Entity> => new Map(entitiesOf(container, kind).map((entity) => [String(entity["name"]), entity]))

/** Kinds that a workspace holds, but an export of ours never changes: they stay as they are. */
const untouched = ["zone", "gtagConfig"] as const

export interface Changes {
  changes: Change[]
  /** Wanted id → id in the workspace, for entities that are there already, by kind. */
  known: ReadonlyMap<string, string>
}
/** The key under which an id is known: ids count per kind only. */
export const idOf = (kind: EntityKind, id: string): string => `${kind} ${id}`

/**
 * What must be done to a workspace so that it does what `wanted` does. Entities are matched by name, renamed ones by their
 * content; what is the same is left alone. `keepOthers`: nothing is deleted.
 */
export const changesBetween = (present: ContainerExport, wanted: ContainerExport, { keepOthers = false }: { keepOthers?: boolean } = {}): Changes => {
  for (const kind of untouched) if (Reflect.get(wanted.containerVersion, kind) !== undefined) throw new DeployError("not-expressible", `the container holds ${kind} entities, which a push does not bring over`)
  const differences = compareContainers(present, wanted)
  const known = new Map<string, string>()
  const changes = entityKinds.flatMap((kind): Change[] => {
    const [old, now] = [byName(present, kind), byName(wanted, kind)]
    const renamed = new Map(differences.flatMap(({ kind: what, entity, after }) => (what === "renamed" && entity.kind === kind && typeof after === "string" ? [[after, entity.name] as const] : [])))
    const different = new Set(differences.filter(({ entity }) => entity.kind === kind).map(({ entity }) => entity.name))
    const before = (name: string) => old.get(renamed.get(name) ?? name)
    const kept = new Set([...now.keys()].map((name) => renamed.get(name) ?? name))
    const key = idKeys[kind]
    const written = [...now].flatMap(([name, entity]): Change[] => {
      const there = before(name)
      if (there === undefined) return [{ status: "added", kind, name, entity }]
      known.set(idOf(kind, String(entity[key])), String(there[key]))
      return renamed.has(name) || different.has(name) ? [{ status: "updated", kind, name, entity: { ...entity, ...standing(there) }, id: String(there[key]) }] : []
    })
    const gone = keepOthers ? [] : [...old].filter(([name]) => !kept.has(name)).map(([name, entity]): Change => ({ status: "deleted", kind, name, entity, id: String(entity[key]) }))
    return [...written, ...gone]
  })
  return { changes, known }
}

/** What an update must carry over from the entity that is there. */
const standing = ({ fingerprint, path }: Entity): Entity => ({ ...(fingerprint === undefined ? {} : { fingerprint }), ...(path === undefined ? {} : { path }) })

/** Changes that can go in one call, because everything they refer to by id exists by then. */
export const phasesOf = (changes: readonly Change[]): Change[][] => {
  const phases: Change[][] = [[], [], [], [], []]
  for (const change of changes) phases[phaseOf(change)]?.push(change)
  return phases.filter((phase) => phase.length > 0)
}

const phaseOf = ({ status, kind, entity }: Change): number => {
  if (status === "deleted") return 4
  if (kind === "customTemplate" || kind === "folder" || kind === "builtInVariable") return 0
  if (kind === "variable" || kind === "client" || (kind === "trigger" && entity["type"] !== "TRIGGER_GROUP")) return 1
  return kind === "trigger" ? 2 : 3
}
