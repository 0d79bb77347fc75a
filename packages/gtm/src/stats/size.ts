import type { Parameter } from "@tagwright/formats"
import { section } from "../container/templates.ts"
import type { Entity } from "../lint/entity.ts"
import type { Model } from "../lint/model.ts"

/** Above this Tag Manager refuses to preview and publish (many reports; Google does not document it). */
export const compiledSizeLimit = 200 * 1024
/** Tag Manager itself starts to warn here. */
export const sizeWarningShare = 0.7

/** What the compiler writes around each entity: function name, ids, flags. Measured on public gtm.js files, rounded up. */
const perEntity = 40
/** `"vtp_key":` and separators around each parameter. */
const perParameter = 10

export interface SizeEstimate {
  /** Bytes of the compiled container that come from its content; Google's own library is not counted. */
  total: number
  byEntity: { entity: Entity; bytes: number }[]
}

/** Estimates how big the compiled container becomes. Paused tags compile to almost nothing; only used templates are compiled. */
export const estimateSize = (model: Model): SizeEstimate => {
  const byEntity = model.entities.flatMap((entity) => {
    const bytes = bytesOf(model, entity)
    return bytes === 0 ? [] : [{ entity, bytes }]
  })
  return { total: byEntity.reduce((sum, { bytes }) => sum + bytes, 0), byEntity }
}

const bytesOf = (model: Model, entity: Entity): number => {
  const index = Number(entity.path[2])
  if (entity.kind === "folder") return 0
  if (entity.kind === "customTemplate") return model.usedBy.has(entity) ? templateBytes(model, index) : 0
  if (entity.kind === "tag" && model.version.tag?.[index]?.paused === true) return perEntity
  const trigger = entity.kind === "trigger" ? model.version.trigger?.[index] : undefined
  const conditions = trigger ? [trigger.customEventFilter, trigger.filter, trigger.autoEventFilter].flatMap((list) => list ?? []) : []
  return perEntity + parameterBytes(entity.parameters) + conditions.reduce((sum, { parameter }) => sum + parameterBytes(parameter), 0)
}

const parameterBytes = (parameters: readonly Parameter[]): number =>
  parameters.reduce((sum, parameter) => {
    const inner = "list" in parameter ? parameterBytes(parameter.list ?? []) : "map" in parameter ? parameterBytes(parameter.map ?? []) : utf8("value" in parameter ? (parameter.value ?? "") : "")
    return sum + perParameter + (parameter.key?.length ?? 0) + inner
  }, 0)

const templateBytes = (model: Model, index: number): number => {
  const template = model.version.customTemplate?.[index]
  if (!template) return 0
  const code = section(template, "SANDBOXED_JS_FOR_WEB_TEMPLATE") || section(template, "SANDBOXED_JS_FOR_SERVER")
  const permissions = section(template, "WEB_PERMISSIONS") || section(template, "SERVER_PERMISSIONS")
  // Comments and indentation go; the sandboxed code is compiled to arrays, which come to about its own length.
  return perEntity + utf8(squeeze(code)) + utf8(squeeze(permissions))
}

const squeeze = (code: string): string => code.replace(/^\s*(?:\/\/|\*|\/\*).*$/gm, "").replace(/\s+/g, " ")
const utf8 = (text: string): number => Buffer.byteLength(text)
