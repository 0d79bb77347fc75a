import type { ContainerExport } from "@tagwright/formats"
import { isDeepStrictEqual } from "node:util"
import type { Json } from "../export/json-tree.ts"
import { isObject } from "../export/shape.ts"
import { noRenames, type Renames } from "./names.ts"
import { type EntityKind, entityKinds } from "../container/entity-kinds.ts"
import { normalEntities, type NormalEntity } from "./normal.ts"

/** One thing that differs between two containers. */
export interface Difference {
  kind: "added" | "removed" | "changed" | "renamed"
  entity: { kind: EntityKind; name: string }
  /**
   * What changed inside the entity: dotted, tables by the first column of their row, e.g.
   * `parameter.eventSettingsTable[form_id].parameterValue` or `firingTriggerId`. Absent for added and removed entities.
   */
  path?: string
  before?: Json
  after?: Json
}

/**
 * What differs between two containers in what they do: by name, references resolved to names. Ids, fingerprints, dates,
 * order of entities and of sets, and members at their default are ignored; the order of table rows counts.
 */
export const compareContainers = (before: ContainerExport, after: ContainerExport): Difference[] => {
  const right = byKindAndName(normalEntities(after))
  let found = compareWith(before, right, noRenames)
  // A renamed variable changes the text of what uses it, which may be renamed itself: until nothing new comes to light.
  for (let known = 0, renames = renamesIn(found); count(renames) > known; renames = renamesIn(found)) {
    known = count(renames)
    found = compareWith(before, right, renames)
  }
  return found
}

const compareWith = (before: ContainerExport, right: Record<EntityKind, ByName>, renames: Renames): Difference[] => {
  const left = byKindAndName(normalEntities(before, renames))
  return entityKinds.flatMap((kind) => compareKind(kind, left[kind], right[kind]))
}

const renamesIn = (differences: readonly Difference[]): Renames => {
  const of = (kind: EntityKind) =>
    new Map(differences.flatMap(({ kind: what, entity, after }): [string, string][] => (what === "renamed" && entity.kind === kind && typeof after === "string" ? [[entity.name, after]] : [])))
  return { variable: of("variable"), trigger: of("trigger"), tag: of("tag") }
}
const count = (renames: Renames): number => renames.variable.size + renames.trigger.size + renames.tag.size

type ByName = Map<string, NormalEntity>
const byKindAndName = (entities: NormalEntity[]): Record<EntityKind, ByName> => {
  const tables: Record<EntityKind, ByName> = {
    tag: new Map(), trigger: new Map(), variable: new Map(), builtInVariable: new Map(),
    client: new Map(), transformation: new Map(), customTemplate: new Map(), folder: new Map(),
  }
  for (const entity of entities) {
    const table = tables[entity.kind]
    // Names are unique in what Tag Manager writes; hand-made files may repeat one, and none may vanish from the diff.
    let name = entity.name
    for (let copy = 2; table.has(name); copy++) name = `${entity.name} (${copy})`
    table.set(name, { ...entity, name })
  }
  return tables
}

const compareKind = (kind: EntityKind, left: ByName, right: ByName): Difference[] => {
  const names = [...left.keys(), ...[...right.keys()].filter((name) => !left.has(name))]
  const found = names.flatMap((name): Difference[] => {
    const [old, now] = [left.get(name), right.get(name)]
    if (old && now) return compareValues("", old.content, now.content).map((change) => ({ kind: "changed", entity: { kind, name }, ...change }))
    if (old) return [{ kind: "removed", entity: { kind, name }, before: old.content }]
    return now ? [{ kind: "added", entity: { kind, name }, after: now.content }] : []
  })
  return pairRenames(found)
}

/** An entity gone and one of the same content come under another name is one rename, not two changes. */
const pairRenames = (found: Difference[]): Difference[] => {
  const removed = found.filter((difference) => difference.kind === "removed")
  const partner = new Map<Difference, Difference>()
  for (const addition of found.filter((difference) => difference.kind === "added")) {
    const same = removed.find((candidate) => !partner.has(candidate) && hasContent(candidate) && isDeepStrictEqual(candidate.before, addition.after))
    if (same) partner.set(same, addition)
  }
  const gone = new Set(partner.values())
  return found.flatMap((difference): Difference[] => {
    const addition = partner.get(difference)
    if (addition) return [{ kind: "renamed", entity: difference.entity, path: "name", before: difference.entity.name, after: addition.entity.name }]
    return gone.has(difference) ? [] : [difference]
  })
}

/** Folders have no content: two of them are alike without being the same. */
const hasContent = ({ before }: Difference): boolean => isObject(before) && Object.keys(before).length > 0

interface Change {
  path: string
  before?: Json
  after?: Json
}
const join = (path: string, step: string): string => (path === "" ? step : `${path}.${step}`)
const changed = (path: string, before: Json | undefined, after: Json | undefined): Change => ({
  path,
  ...(before === undefined ? {} : { before }),
  ...(after === undefined ? {} : { after }),
})

const compareValues = (path: string, before: Json | undefined, after: Json | undefined): Change[] => {
  if (isDeepStrictEqual(before, after)) return []
  if (isObject(before) && isObject(after)) {
    const keys = [...new Set([...Object.keys(before), ...Object.keys(after)])].sort()
    return keys.flatMap((key) => compareValues(join(path, key), before[key], after[key]))
  }
  const [oldRows, newRows] = [rowsByKey(before), rowsByKey(after)]
  return oldRows && newRows ? compareTables(path, oldRows, newRows) : [changed(path, before, after)]
}

/** Columns that name a row in Tag Manager's tables. */
const keyColumns = ["parameter", "name", "key", "fieldName", "paramName"] as const

/** A table's rows by their naming column; undefined when the value is no table or a name repeats. */
const rowsByKey = (table: Json | undefined): Map<string, Json> | undefined => {
  if (!Array.isArray(table) || table.length === 0) return undefined
  const rows = new Map<string, Json>()
  for (const row of table) {
    const column = isObject(row) ? keyColumns.find((key) => typeof row[key] === "string") : undefined
    const key = isObject(row) && column ? row[column] : undefined
    if (typeof key !== "string" || rows.has(key)) return undefined
    rows.set(key, row)
  }
  return rows
}

const compareTables = (path: string, before: Map<string, Json>, after: Map<string, Json>): Change[] => {
  const keys = [...new Set([...before.keys(), ...after.keys()])]
  const rows = keys.flatMap((key) => compareValues(`${path}[${key}]`, before.get(key), after.get(key)))
  const orderBefore = [...before.keys()].filter((key) => after.has(key))
  const orderAfter = [...after.keys()].filter((key) => before.has(key))
  const sameOrder = orderBefore.every((key, index) => key === orderAfter[index])
  return sameOrder ? rows : [...rows, changed(`${path}.order`, orderBefore, orderAfter)]
}
