import type { ContainerVersion, Parameter } from "@tagwright/formats"
import { entityKinds, type EntityKind } from "../container/entity-kinds.ts"
import type { JsonPath } from "../export/json-tree.ts"

/** One entity with its place; ids are empty where a kind has none. */
export interface Entity {
  kind: EntityKind
  id: string
  name: string
  type: string
  path: JsonPath
  parameters: readonly Parameter[]
}

const idOf: { [K in EntityKind]: (entity: NonNullable<ContainerVersion[K]>[number]) => string } = {
  tag: (entity) => entity.tagId,
  trigger: (entity) => entity.triggerId,
  variable: (entity) => entity.variableId,
  builtInVariable: () => "",
  client: (entity) => entity.clientId,
  transformation: (entity) => entity.transformationId,
  customTemplate: (entity) => entity.templateId,
  folder: (entity) => entity.folderId,
}

/** All entities of a container, kind by kind, each kind in the order of the file. */
export const listEntities = (version: ContainerVersion): Entity[] => {
  const list = <K extends EntityKind>(kind: K): Entity[] =>
    (version[kind] ?? []).map((entity: NonNullable<ContainerVersion[K]>[number], index: number) => ({
      kind,
      id: idOf[kind](entity),
      name: entity.name,
      type: "type" in entity ? entity.type : "",
      path: ["containerVersion", kind, index],
      parameters: "parameter" in entity ? (entity.parameter ?? []) : [],
    }))
  return entityKinds.flatMap((kind) => list(kind))
}
