import type { ContainerExport, CustomTemplate } from "@tagwright/formats"
import { firstBuiltInTriggerId } from "../container/built-in-triggers.ts"
import { templateTypes } from "../container/templates.ts"
import type { Json } from "../export/json-tree.ts"
import { isObject } from "../export/shape.ts"
import { type Change, type Changes, idKeys, idOf } from "./changes.ts"
import { type Container, entityForApi } from "./container.ts"

type Entity = { [key: string]: Json }

/** What ids of the wanted container are called in the workspace; grows as entities are created. */
export class Ids {
  readonly #ids: Map<string, string>
  /** Type code in the wanted container → type code in the workspace, of custom templates. */
  readonly #types = new Map<string, string>()
  readonly #wanted: ContainerExport
  readonly #container: Container

  constructor(container: Container, wanted: ContainerExport, present: ContainerExport, known: Changes["known"]) {
    this.#container = container
    this.#wanted = wanted
    this.#ids = new Map(known)
    for (const template of wanted.containerVersion.customTemplate ?? []) {
      const there = present.containerVersion.customTemplate?.find(({ templateId }) => templateId === known.get(idOf("customTemplate", template.templateId)))
      if (there) this.#nameTypes(template, typeOf(there, container))
    }
  }

  /** Takes note of what Tag Manager made of an added entity. */
  created(change: Change, answer: Entity): void {
    const key = idKeys[change.kind]
    this.#ids.set(idOf(change.kind, String(change.entity[key])), String(answer[key]))
    const template = change.kind === "customTemplate" ? this.#wanted.containerVersion.customTemplate?.find(({ name }) => name === change.name) : undefined
    if (template) this.#nameTypes(template, typeOf({ ...template, templateId: String(answer["templateId"]) }, this.#container))
  }

  trigger = (id: string): string => (Number(id) >= firstBuiltInTriggerId ? id : (this.#ids.get(idOf("trigger", id)) ?? id))
  folder = (id: string): string => this.#ids.get(idOf("folder", id)) ?? id
  type = (code: string): string => this.#types.get(code) ?? code

  #nameTypes(template: CustomTemplate, code: string): void {
    for (const type of templateTypes(template, this.#wanted.containerVersion.containerId)) this.#types.set(type, code)
  }
}

/** The type under which entities use a template: by the gallery's id since March 2025, else by container and template id. */
const typeOf = ({ templateId, templateData }: CustomTemplate, { containerId }: Container): string => {
  const [, gallery] = /"id"\s*:\s*"(cvt_[A-Za-z0-9_-]+)"/.exec(templateData) ?? []
  return gallery === undefined || gallery === "cvt_temp_public_id" ? `cvt_${containerId}_${templateId}` : gallery
}

/** A change as `bulk_update` takes it. `number` makes the id of an addition: new_1, new_2, … */
export const spellChange = (change: Change, { ids, container, workspaceId, number }: { ids: Ids; container: Container; workspaceId: string; number: number }): Entity => {
  const { kind, status } = change
  const { accountId, containerId } = container
  const home = { accountId, containerId, workspaceId }
  if (kind === "builtInVariable") return { changeStatus: status, [kind]: { ...home, ...pick(entityForApi(kind, change.entity), ["type", "name"]) } }
  const id = { [idKeys[kind]]: change.id ?? `new_${number}` }
  if (status === "deleted") return { changeStatus: status, [kind]: { ...home, ...id, name: change.name, ...pick(change.entity, ["fingerprint", "path"]) } }
  const entity = inWorkspace(change.entity, ids)
  const standing = status === "updated" ? pick(change.entity, ["fingerprint", "path"]) : {}
  return { changeStatus: status, [kind]: { ...without(entityForApi(kind, entity), ["fingerprint", "path"]), ...home, ...id, ...standing } }
}

const pick = (entity: Entity, keys: readonly string[]): Entity => Object.fromEntries(Object.entries(entity).filter(([key]) => keys.includes(key)))
const without = (entity: Entity, keys: readonly string[]): Entity => Object.fromEntries(Object.entries(entity).filter(([key]) => !keys.includes(key)))

const inWorkspace = (entity: Entity, ids: Ids): Entity =>
  Object.fromEntries(
    Object.entries(entity).map(([key, value]): [string, Json] => {
      if (key === "firingTriggerId" || key === "blockingTriggerId") return [key, Array.isArray(value) ? value.map((id) => ids.trigger(String(id))) : value]
      if (key === "parentFolderId") return [key, ids.folder(String(value))]
      if (key === "type") return [key, ids.type(String(value))]
      return [key, inside(value, ids)]
    }),
  )

/** Trigger groups, and whatever else refers to triggers from within. */
const inside = (value: Json, ids: Ids): Json => {
  if (Array.isArray(value)) return value.map((item) => inside(item, ids))
  if (!isObject(value)) return value
  const inner = Object.fromEntries(Object.entries(value).map(([key, item]) => [key, inside(item, ids)]))
  return value["type"] === "TRIGGER_REFERENCE" ? { ...inner, value: ids.trigger(String(value["value"])) } : inner
}
