import type { ContainerExport, ContainerVersion } from "@tagwright/formats"
import { templateTypes } from "../container/templates.ts"
import type { ShapeProblem } from "../export/shape.ts"
import type { EntityKind } from "../container/entity-kinds.ts"
import { listEntities, type Entity } from "./entity.ts"
import { looksPartial } from "./partial.ts"
import { collectUses, type Uses, type VariableUse } from "./uses.ts"

export type ContainerKind = "web" | "server" | "amp" | "mobile"

/** Finds personal data in a text; answers with kinds ("email"), never with values. Handed in, see package `privacy`. */
export type FindPersonalData = (text: string) => string[]

/** A container with its references resolved: everything that rules, catalog and import ask. */
export interface Model extends Uses {
  version: ContainerVersion
  kind: ContainerKind
  problems: readonly ShapeProblem[]
  entities: readonly Entity[]
  /** By name; user-defined variables and enabled built-ins share one namespace. */
  variables: ReadonlyMap<string, Entity>
  tags: ReadonlyMap<string, Entity>
  triggers: ReadonlyMap<string, Entity>
  folders: ReadonlyMap<string, Entity>
  /** By the type code under which entities use them. */
  templates: ReadonlyMap<string, Entity>
  /** Entities that something which runs (tag, client, transformation) leads to, itself included. */
  reachable: ReadonlySet<Entity>
  /** Who mentions an entity. */
  usedBy: ReadonlyMap<Entity, readonly Entity[]>
  /** Some items were picked for this export: what they refer to may stand elsewhere. */
  partial: boolean
  findPersonalData: FindPersonalData
}

interface Options {
  problems?: readonly ShapeProblem[]
  findPersonalData?: FindPersonalData
}

/** Resolves a container once for all rules. */
export const buildModel = (container: ContainerExport, { problems = [], findPersonalData = () => [] }: Options = {}): Model => {
  const version = container.containerVersion
  const entities = listEntities(version)
  const of = (kind: EntityKind): Entity[] => entities.filter((entity) => entity.kind === kind)
  const uses = collectUses(version, entities)
  const tables = {
    variables: firstBy([...of("variable"), ...of("builtInVariable")], (entity) => entity.name),
    tags: firstBy(of("tag"), (entity) => entity.name),
    triggers: firstBy(of("trigger"), (entity) => entity.id),
    folders: firstBy(of("folder"), (entity) => entity.id),
    templates: templatesByType(version, of("customTemplate")),
  }
  const usedBy = linkUsers(entities, uses, tables)
  return {
    version,
    kind: kindOf(version),
    problems,
    entities,
    ...uses,
    ...tables,
    usedBy,
    reachable: reach(entities, usedBy, uses.elsewhere),
    partial: looksPartial(version, uses, tables),
    findPersonalData,
  }
}

/** Old generators leave `usageContext` out; the entities tell. */
const kindOf = (version: ContainerVersion): ContainerKind => {
  const context = version.container?.usageContext[0]?.toUpperCase()
  if (context === "SERVER") return "server"
  if (context === "AMP") return "amp"
  if (context === "WEB") return "web"
  if (context !== undefined) return "mobile"
  return version.client || version.transformation ? "server" : "web"
}

const firstBy = (entities: readonly Entity[], key: (entity: Entity) => string): Map<string, Entity> => {
  const table = new Map<string, Entity>()
  for (const entity of entities) if (!table.has(key(entity))) table.set(key(entity), entity)
  return table
}

const templatesByType = (version: ContainerVersion, templates: readonly Entity[]): Map<string, Entity> => {
  const table = new Map<string, Entity>()
  for (const [index, template] of (version.customTemplate ?? []).entries()) {
    const entity = templates[index]
    if (entity) for (const type of templateTypes(template, version.containerId)) table.set(type, entity)
  }
  return table
}

type Tables = Pick<Model, "variables" | "tags" | "triggers" | "folders" | "templates">

const linkUsers = (entities: readonly Entity[], uses: Uses, tables: Tables): Map<Entity, Entity[]> => {
  const usedBy = new Map<Entity, Set<Entity>>()
  const link = (target: Entity | undefined, user: Entity): void => {
    if (target && target !== user) usedBy.set(target, (usedBy.get(target) ?? new Set()).add(user))
  }
  for (const use of uses.variableUses) link(tables.variables.get(use.name), use.from)
  for (const use of uses.triggerUses) link(tables.triggers.get(use.id), use.from)
  for (const use of uses.tagUses) link(tables.tags.get(use.name), use.from)
  for (const use of uses.folderUses) link(tables.folders.get(use.id), use.from)
  for (const entity of entities) if (entity.kind !== "customTemplate") link(tables.templates.get(entity.type), entity)
  return new Map([...usedBy].map(([target, users]) => [target, [...users]]))
}

const running: ReadonlySet<EntityKind> = new Set(["tag", "client", "transformation"])
const reach = (entities: readonly Entity[], usedBy: ReadonlyMap<Entity, readonly Entity[]>, elsewhere: Uses["elsewhere"]): Set<Entity> => {
  const needs = new Map<Entity, Entity[]>()
  for (const [target, users] of usedBy) for (const user of users) needs.set(user, [...(needs.get(user) ?? []), target])
  const seen = new Set(entities.filter((entity) => running.has(entity.kind) || elsewhere.names.has(entity.name) || (entity.kind === "trigger" && elsewhere.ids.has(entity.id))))
  const queue = [...seen]
  for (let next = queue.pop(); next; next = queue.pop()) {
    for (const target of needs.get(next) ?? []) {
      if (seen.has(target)) continue
      seen.add(target)
      queue.push(target)
    }
  }
  return seen
}

/** Where the variable of a use is known: declared, enabled, or implicit. `_event` is the only implicit name. */
export const isKnownVariable = (model: Pick<Model, "variables">, use: VariableUse): boolean => use.name === "_event" || model.variables.has(use.name)
