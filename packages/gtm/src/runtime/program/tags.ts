import type { ContainerVersion, Parameter, Tag } from "@tagwright/formats"
import { htmlContexts } from "./contexts.ts"
import { guardScripts } from "./guard-loops.ts"
import { plain, toExpr, toParams } from "./parameters.ts"
import type { Expr, Params, SequenceStep, TagDef, TagKind } from "./program.ts"
import { splitEscaped, splitReferences, type Lookup } from "./reference.ts"
import type { Report } from "./report.ts"
import type { TemplateIndex } from "./templates.ts"

/** Tag types that run (format 5). Leftovers and vendor types of which only the name is known are reported. */
export const TAG_KINDS: Record<string, TagKind> = {
  gaawe: "gaawe", googtag: "googtag", gaawc: "googtag", html: "html", img: "img", awct: "awct", gclidw: "gclidw", sp: "sp",
  awud: "awud", awcc: "awcc", fls: "fls", flc: "flc", baut: "baut",
  sgtmgaaw: "sgtmgaaw", http_request: "http_request",
  sgtmadsct: "serverVendor", sgtmadscl: "serverVendor", sgtmadsremarket: "serverVendor", sgtmfls: "serverVendor", sgtmflc: "serverVendor",
}

export const compileTags = (version: ContainerVersion, lookup: Lookup, templates: TemplateIndex, report: Report): TagDef[] => {
  const tags = version.tag ?? []
  const byName = new Map(tags.map((tag, index) => [tag.name, index]))
  const resolveMeasurement = legacyMeasurementIds(tags)
  return tags.map((tag) => compileTag(tag, { lookup, templates, report, byName, resolveMeasurement }))
}

interface Compiling {
  lookup: Lookup
  templates: TemplateIndex
  report: Report
  byName: ReadonlyMap<string, number>
  resolveMeasurement: (tagName: string) => Parameter | undefined
}

const compileTag = (tag: Tag, from: Compiling): TagDef => {
  const template = from.templates.find(tag.type)
  const kind = template === undefined ? TAG_KINDS[tag.type] : "template"
  if (kind === undefined) from.report("tag", tag.name, `tags of type "${tag.type}" are not run: nothing public says what they send`)
  const made: TagDef = {
    id: tag.tagId, name: tag.name, type: tag.type, kind: kind ?? "unsupported",
    params: tagParams(tag, from), option: tag.tagFiringOption ?? "UNLIMITED",
    priority: tag.priority === undefined ? 0 : toExpr(tag.priority, from.lookup),
    consent: consentTypes(tag, from.lookup),
  }
  if (template !== undefined) made.template = template
  if (tag.paused === true) made.paused = true
  if (tag.liveOnly === true) made.liveOnly = true
  if (tag.monitoringMetadata !== undefined) made.metadata = toExpr(tag.monitoringMetadata, from.lookup)
  if (tag.monitoringMetadataTagNameKey !== undefined) made.metadataNameKey = tag.monitoringMetadataTagNameKey
  addSchedule(made, tag)
  addSequence(made, tag, from)
  return made
}

const addSchedule = (made: TagDef, tag: Tag): void => {
  if (tag.scheduleStartMs === undefined && tag.scheduleEndMs === undefined) return
  made.schedule = {}
  if (tag.scheduleStartMs !== undefined) made.schedule.start = Number(tag.scheduleStartMs)
  if (tag.scheduleEndMs !== undefined) made.schedule.end = Number(tag.scheduleEndMs)
}

const addSequence = (made: TagDef, tag: Tag, from: Compiling): void => {
  const [setup] = tag.setupTag ?? []
  const [teardown] = tag.teardownTag ?? []
  const before = setup && step(tag, setup.tagName, setup.stopOnSetupFailure, from)
  const after = teardown && step(tag, teardown.tagName, teardown.stopTeardownOnFailure, from)
  if (before !== undefined) made.setup = before
  if (after !== undefined) made.teardown = after
}

const step = (tag: Tag, name: string, stop: boolean | undefined, from: Compiling): SequenceStep | undefined => {
  const found = from.byName.get(name)
  if (found === undefined) from.report("tag", tag.name, `the sequence names a tag "${name}" that does not exist`)
  return found === undefined ? undefined : { tag: found, stopOnFailure: stop === true }
}

const consentTypes = (tag: Tag, lookup: Lookup): Expr[] => {
  const list = tag.consentSettings?.consentStatus === "NEEDED" ? tag.consentSettings.consentType : undefined
  return list?.type === "LIST" ? (list.list ?? []).map((item) => toExpr(item, lookup)) : []
}

const tagParams = (tag: Tag, from: Compiling): Params => {
  const params = toParams(tag.parameter, from.lookup)
  const given = tag.type === "html" ? plain(tag.parameter, "html") : undefined
  const html = given === undefined ? undefined : guardScripts(given)
  if (html !== undefined) params.html = splitEscaped(html, from.lookup, htmlContexts(html))
  const url = tag.type === "img" ? plain(tag.parameter, "url") : undefined
  if (url !== undefined) params.url = pixelUrl(url, from.lookup)
  const reference = tag.parameter?.find((parameter) => parameter.key === "measurementId" && parameter.type === "TAG_REFERENCE")
  const legacy = reference?.type === "TAG_REFERENCE" ? from.resolveMeasurement(reference.value ?? "") : undefined
  if (legacy !== undefined) params.measurementId = toExpr(legacy, from.lookup)
  return params
}

/** In a pixel's query references are percent-encoded; before the first "?" they stand as they are (fact B8). */
const pixelUrl = (url: string, lookup: Lookup): Expr => {
  const query = url.indexOf("?")
  const parts = splitReferences(url, (name, at) => {
    const of: Expr = { ref: lookup(name) }
    return query >= 0 && at > query ? { escape: "url", of } : of
  })
  return { text: parts }
}

/** Old GA4 event tags name the configuration tag that holds their measurement id (format 5.2). */
const legacyMeasurementIds = (tags: Tag[]) => (tagName: string): Parameter | undefined =>
  tags.find((tag) => tag.name === tagName)?.parameter?.find((parameter) => parameter.key === "measurementId" || parameter.key === "tagId")
