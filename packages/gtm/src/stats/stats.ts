import { entityKinds, type EntityKind } from "../container/entity-kinds.ts"
import type { Model } from "../lint/model.ts"
import { compiledSizeLimit, estimateSize } from "./size.ts"

export interface ContainerStats {
  kind: Model["kind"]
  publicId: string
  name: string
  exportTime?: string
  counts: Record<EntityKind, number>
  /** Type code → how many, most frequent first. */
  types: Record<"tag" | "trigger" | "variable", Record<string, number>>
  unused: number
  paused: number
  withoutFolder: number
  withNotes: number
  /** Estimated bytes of the compiled container, against the limit at which Tag Manager refuses to publish. */
  size: { bytes: number; limit: number; share: number; biggest: { entity: string; bytes: number }[] }
}

/** How many items the list of biggest ones has. */
const biggestCount = 5

/** What a container consists of and how big it compiles. */
export const containerStats = (model: Model, exportTime?: string): ContainerStats => {
  const { total, byEntity } = estimateSize(model)
  const biggest = byEntity.toSorted((a, b) => b.bytes - a.bytes).slice(0, biggestCount)
  const named = [...(model.version.tag ?? []), ...(model.version.trigger ?? []), ...(model.version.variable ?? [])]
  return {
    kind: model.kind,
    publicId: model.version.container?.publicId ?? "",
    name: model.version.container?.name ?? "",
    ...(exportTime === undefined ? {} : { exportTime }),
    counts: countsOf(model),
    types: { tag: typesOf(model, "tag"), trigger: typesOf(model, "trigger"), variable: typesOf(model, "variable") },
    unused: model.entities.filter((entity) => !model.reachable.has(entity) && entity.kind !== "folder" && entity.kind !== "builtInVariable" && !model.usedBy.has(entity)).length,
    paused: (model.version.tag ?? []).filter(({ paused }) => paused === true).length,
    withoutFolder: named.filter(({ parentFolderId }) => parentFolderId === undefined).length,
    withNotes: named.filter(({ notes }) => notes !== undefined && notes !== "").length,
    size: { bytes: total, limit: compiledSizeLimit, share: total / compiledSizeLimit, biggest: biggest.map(({ entity, bytes }) => ({ entity: `${entity.kind} ${entity.name}`, bytes })) },
  }
}

const countsOf = (model: Model): Record<EntityKind, number> => {
  const counts: Record<EntityKind, number> = { tag: 0, trigger: 0, variable: 0, builtInVariable: 0, client: 0, transformation: 0, customTemplate: 0, folder: 0 }
  for (const { kind } of model.entities) counts[kind]++
  return counts
}

const typesOf = (model: Model, kind: EntityKind): Record<string, number> => {
  const counted = Map.groupBy(model.entities.filter((entity) => entity.kind === kind), ({ type }) => type)
  return Object.fromEntries([...counted].map(([type, all]): [string, number] => [type, all.length]).sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1)))
}

/** For the terminal. */
export const statsText = (stats: ContainerStats): string => {
  const counts = entityKinds.flatMap((kind) => (stats.counts[kind] === 0 ? [] : [`${stats.counts[kind]} ${kind}${stats.counts[kind] === 1 ? "" : "s"}`]))
  const types = Object.entries(stats.types).flatMap(([kind, list]) => (Object.keys(list).length === 0 ? [] : [`${kind} types: ${Object.entries(list).map(([type, number]) => `${type} ${number}`).join(", ")}`]))
  return [
    `${stats.name} ${stats.publicId} (${stats.kind})`.trim(),
    counts.join(", "),
    ...types,
    `${stats.unused} unused, ${stats.paused} paused, ${stats.withoutFolder} without folder, ${stats.withNotes} with notes`,
    `about ${kilobytes(stats.size.bytes)} compiled, ${Math.round(stats.size.share * 100)} % of ${kilobytes(stats.size.limit)} (an estimate)`,
    ...stats.size.biggest.map(({ entity, bytes }) => `    ${kilobytes(bytes).padStart(9)}  ${entity}`),
    "",
  ].join("\n")
}

const kilobytes = (bytes: number): string => `${(bytes / 1024).toFixed(1)} KB`
