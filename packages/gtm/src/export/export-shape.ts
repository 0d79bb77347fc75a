import type { ContainerExport } from "@tagwright/formats"
import type { Json, JsonPath } from "./json-tree.ts"
import { count, flag, list, object, type Shape, type ShapeProblem, text, withDefault } from "./shape.ts"

const parameter: Shape = object(() => ({
  required: { type: text },
  optional: { key: text, value: text, list: parameters, map: parameters, isWeakReference: flag },
}))
const parameters: Shape = list(parameter)
const conditions = list(object(() => ({ required: { type: text, parameter: parameters } })))
/** Generators leave the account out; an import gives every entity a new home anyway. */
const home = { accountId: withDefault("", text), containerId: withDefault("", text) }
const entity = (required: Record<string, Shape>, optional: Record<string, Shape> = {}): Shape =>
  list(
    object(() => ({
      required: { ...home, name: text, ...required },
      optional: { notes: text, fingerprint: text, parentFolderId: text, ...optional },
    })),
  )

const sequence = (stop: string): Shape => list(object(() => ({ required: { tagName: text }, optional: { [stop]: flag } })))
const tag = entity(
  { tagId: text, type: text },
  {
    priority: parameter,
    parameter: parameters,
    firingTriggerId: list(text),
    blockingTriggerId: list(text),
    setupTag: sequence("stopOnSetupFailure"),
    teardownTag: sequence("stopTeardownOnFailure"),
    tagFiringOption: text,
    paused: flag,
    liveOnly: flag,
    scheduleStartMs: text,
    scheduleEndMs: text,
    monitoringMetadata: parameter,
    monitoringMetadataTagNameKey: text,
    consentSettings: object(() => ({ required: { consentStatus: text }, optional: { consentType: parameter } })),
  },
)
const trigger = entity(
  { triggerId: text, type: text },
  {
    customEventFilter: conditions,
    filter: conditions,
    autoEventFilter: conditions,
    waitForTags: parameter,
    checkValidation: parameter,
    waitForTagsTimeout: parameter,
    uniqueTriggerId: parameter,
    eventName: parameter,
    interval: parameter,
    limit: parameter,
    parameter: parameters,
  },
)
const formatValue = object(() => ({
  optional: { caseConversionType: text, convertNullToValue: parameter, convertUndefinedToValue: parameter, convertTrueToValue: parameter, convertFalseToValue: parameter },
}))
const reference = object(() => ({
  optional: { host: text, owner: text, repository: text, version: text, signature: text, galleryTemplateId: text, isModified: flag },
}))

const containerVersion = object(() => ({
  required: home,
  optional: {
    path: text,
    containerVersionId: text,
    name: text,
    description: text,
    container: object(() => ({
      required: { ...home, publicId: withDefault("", text), usageContext: withDefault([], list(text)) },
      optional: { path: text, name: text, fingerprint: text, tagManagerUrl: text, tagIds: list(text), taggingServerUrls: list(text) },
    })),
    tag,
    trigger,
    variable: entity({ variableId: text, type: text }, { parameter: parameters, formatValue }),
    folder: entity({ folderId: text }),
    builtInVariable: list(object(() => ({ required: { ...home, type: text, name: text } }))),
    customTemplate: entity({ templateId: text, templateData: text }, { galleryReference: reference }),
    client: entity({ clientId: text, type: text }, { parameter: parameters, priority: count }),
    transformation: entity({ transformationId: text, type: text }, { parameter: parameters }),
    fingerprint: text,
    tagManagerUrl: text,
  },
}))
const root = object(() => ({ required: { containerVersion }, optional: { exportTime: text } }))

/**
 * Makes sure a value has the kinds of value that `ContainerExport` promises, changing it in place where it does not.
 * Spelling of enums is not judged here: unknown types are kept verbatim.
 */
export const shapeExport = (value: Json): { export: ContainerExport; problems: ShapeProblem[] } => {
  const problems: ShapeProblem[] = []
  if (!fits(value, (problem) => problems.push(problem))) throw new TypeError("unreachable: shaping always fits")
  return { export: value, problems }
}

/** The one place where plain JSON becomes the typed export: after `root` ran, every member has its kind. */
const fits = (value: unknown, report: (problem: ShapeProblem) => void): value is ContainerExport => {
  const path: JsonPath = []
  return root(isJson(value) ? value : {}, path, report) === value
}
const isJson = (value: unknown): value is Json => typeof value === "object" && value !== null
