/**
 * A Tag Manager export, `exportFormatVersion` 2. Optional members are those that real exports leave out.
 * Entities keep members we do not know: a reader must never lose them.
 */
export interface ContainerExport {
  exportFormatVersion: 2
  /** "YYYY-MM-DD HH:MM:SS" */
  exportTime?: string
  containerVersion: ContainerVersion
}

export interface ContainerVersion {
  path?: string
  accountId: string
  containerId: string
  containerVersionId?: string
  name?: string
  description?: string
  container?: ContainerHead
  tag?: Tag[]
  trigger?: Trigger[]
  variable?: Variable[]
  folder?: Folder[]
  builtInVariable?: BuiltInVariable[]
  customTemplate?: CustomTemplate[]
  client?: Client[]
  transformation?: Transformation[]
  fingerprint?: string
  tagManagerUrl?: string
}

export type UsageContext = "WEB" | "SERVER" | "AMP" | "ANDROID" | "IOS" | "ANDROID_SDK_5" | "IOS_SDK_5"
export interface ContainerHead {
  path?: string
  accountId: string
  containerId: string
  name?: string
  publicId: string
  usageContext: UsageContext[]
  fingerprint?: string
  tagManagerUrl?: string
  features?: Record<string, boolean>
  tagIds?: string[]
  taggingServerUrls?: string[]
}

export type Parameter =
  | { type: "TEMPLATE" | "BOOLEAN" | "INTEGER" | "TAG_REFERENCE" | "TRIGGER_REFERENCE"; key?: string; value?: string; isWeakReference?: boolean }
  | { type: "LIST"; key?: string; list?: Parameter[] }
  | { type: "MAP"; key?: string; map?: Parameter[] }

interface Entity {
  accountId: string
  containerId: string
  name: string
  notes?: string
  fingerprint?: string
  parentFolderId?: string
}
export interface Tag extends Entity {
  tagId: string
  type: string
  priority?: Parameter
  parameter?: Parameter[]
  firingTriggerId?: string[]
  blockingTriggerId?: string[]
  setupTag?: { tagName: string; stopOnSetupFailure?: boolean }[]
  teardownTag?: { tagName: string; stopTeardownOnFailure?: boolean }[]
  tagFiringOption?: "ONCE_PER_EVENT" | "ONCE_PER_LOAD" | "UNLIMITED"
  paused?: boolean
  liveOnly?: boolean
  scheduleStartMs?: string
  scheduleEndMs?: string
  monitoringMetadata?: Parameter
  monitoringMetadataTagNameKey?: string
  consentSettings?: { consentStatus: "NOT_SET" | "NOT_NEEDED" | "NEEDED"; consentType?: Parameter }
}
export interface Condition {
  type: string
  parameter: Parameter[]
}
export interface Trigger extends Entity {
  triggerId: string
  type: string
  customEventFilter?: Condition[]
  filter?: Condition[]
  autoEventFilter?: Condition[]
  waitForTags?: Parameter
  checkValidation?: Parameter
  waitForTagsTimeout?: Parameter
  uniqueTriggerId?: Parameter
  eventName?: Parameter
  interval?: Parameter
  limit?: Parameter
  parameter?: Parameter[]
}
export interface FormatValue {
  caseConversionType?: "LOWERCASE" | "UPPERCASE"
  convertNullToValue?: Parameter
  convertUndefinedToValue?: Parameter
  convertTrueToValue?: Parameter
  convertFalseToValue?: Parameter
}
export interface Variable extends Entity {
  variableId: string
  type: string
  parameter?: Parameter[]
  formatValue?: FormatValue
}
export interface Folder extends Entity {
  folderId: string
}
export interface BuiltInVariable {
  accountId: string
  containerId: string
  type: string
  name: string
}
export interface CustomTemplate extends Entity {
  templateId: string
  templateData: string
  galleryReference?: { host?: string; owner?: string; repository?: string; version?: string; signature?: string; galleryTemplateId?: string; isModified?: boolean }
}
export interface Client extends Entity {
  clientId: string
  type: string
  parameter?: Parameter[]
  priority?: number
}
export interface Transformation extends Entity {
  transformationId: string
  type: string
  parameter?: Parameter[]
}
