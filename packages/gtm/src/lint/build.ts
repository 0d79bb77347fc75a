import type { BuiltInVariable, Client, Condition, ContainerExport, ContainerVersion, CustomTemplate, Folder, Parameter, Tag, Transformation, Trigger, UsageContext, Variable } from "@tagwright/formats"

/** Builders that write entities as Tag Manager does: key order, string ids, what it leaves out. Ids are invented. */
const accountId = "6000000001"
export const containerId = "180000001"
const home = { accountId, containerId }
const fingerprint = "1700000000000"

export const template = (key: string, value?: string): Parameter => ({ type: "TEMPLATE", key, ...(value === undefined ? {} : { value }) })
export const boolean = (key: string, value?: boolean): Parameter => ({ type: "BOOLEAN", key, ...(value === undefined ? {} : { value: String(value) }) })
export const integer = (key: string, value: number): Parameter => ({ type: "INTEGER", key, value: String(value) })
export const rows = (key: string, columns: readonly [string, string], values: Record<string, string>): Parameter => ({
  type: "LIST",
  key,
  list: Object.entries(values).map(([name, value]) => ({ type: "MAP", map: [template(columns[0], name), template(columns[1], value)] })),
})

export const condition = (type: string, subject: string, operand: string, ...flags: ("negate" | "ignore_case")[]): Condition => ({
  type,
  parameter: [template("arg0", subject), template("arg1", operand), ...flags.map((key) => boolean(key, true))],
})

type TagOptions = Partial<Omit<Tag, "parameter" | "type" | "name" | "tagId">>
export const tag = (id: number, name: string, type: string, parameter: Parameter[], firing: string[] = [], options: TagOptions = {}): Tag => ({
  ...home,
  tagId: String(id),
  name,
  type,
  ...(options.notes === undefined ? {} : { notes: options.notes }),
  ...(options.priority === undefined ? {} : { priority: options.priority }),
  parameter,
  fingerprint,
  ...(firing.length === 0 ? {} : { firingTriggerId: firing }),
  ...Object.fromEntries(Object.entries(options).filter(([key]) => key !== "notes" && key !== "priority" && key !== "consentSettings")),
  tagFiringOption: options.tagFiringOption ?? "ONCE_PER_EVENT",
  monitoringMetadata: { type: "MAP" },
  consentSettings: options.consentSettings ?? { consentStatus: "NOT_SET" },
})
export const needs = (...types: string[]): NonNullable<Tag["consentSettings"]> => ({
  consentStatus: "NEEDED",
  consentType: { type: "LIST", list: types.map((value) => ({ type: "TEMPLATE", value })) },
})

export const trigger = (id: number, name: string, type: string, more: Partial<Trigger> = {}): Trigger => ({ ...home, triggerId: String(id), name, type, ...more, fingerprint })
export const customEvent = (id: number, name: string, event: string, filter: Condition[] = []): Trigger =>
  trigger(id, name, "CUSTOM_EVENT", { customEventFilter: [condition("EQUALS", "{{_event}}", event)], ...(filter.length === 0 ? {} : { filter }) })
export const variable = (id: number, name: string, type: string, parameter: Parameter[], formatValue: Variable["formatValue"] | null = {}): Variable => ({
  ...home,
  variableId: String(id),
  name,
  type,
  ...(parameter.length === 0 ? {} : { parameter }),
  fingerprint,
  ...(formatValue === null ? {} : { formatValue }),
})
export const dlv = (id: number, name: string, path: string): Variable =>
  variable(id, name, "v", [integer("dataLayerVersion", 2), boolean("setDefaultValue", false), template("name", path)])
export const folder = (id: number, name: string): Folder => ({ ...home, folderId: String(id), name, fingerprint })
export const builtIn = (type: string, name: string): BuiltInVariable => ({ ...home, type, name })
export const client = (id: number, name: string, type: string, parameter: Parameter[], priority?: number): Client => ({
  ...home,
  clientId: String(id),
  name,
  type,
  parameter,
  fingerprint,
  ...(priority === undefined ? {} : { priority }),
})
export const transformation = (id: number, name: string, type: string, parameter: Parameter[]): Transformation => ({ ...home, transformationId: String(id), name, type, parameter, fingerprint })

export const customTemplate = (id: number, name: string, kind: "TAG" | "MACRO" | "CLIENT", galleryId?: string): CustomTemplate => ({
  ...home,
  templateId: String(id),
  name,
  fingerprint,
  templateData: tpl(name, kind, galleryId ? `cvt_${galleryId}` : "cvt_temp_public_id"),
  ...(galleryId
    ? { galleryReference: { host: "github.com", owner: "example", repository: "gtm-template", version: "0123456789abcdef0123456789abcdef01234567", signature: "0".repeat(64), galleryTemplateId: galleryId } }
    : {}),
})
const tpl = (name: string, kind: string, id: string): string =>
  [
    "___INFO___",
    JSON.stringify({ type: kind, id, version: 1, securityGroups: [], displayName: name, description: "", containerContexts: ["WEB"] }, null, 2),
    "___TEMPLATE_PARAMETERS___",
    "[]",
    "___SANDBOXED_JS_FOR_WEB_TEMPLATE___",
    "data.gtmOnSuccess();",
    "___WEB_PERMISSIONS___",
    "[]",
    "___TESTS___",
    "scenarios: []",
    "___NOTES___",
    "",
  ].join("\n\n")

const features = (server: boolean): Record<string, boolean> => ({
  supportUserPermissions: true,
  supportEnvironments: true,
  supportWorkspaces: true,
  supportGtagConfigs: false,
  supportBuiltInVariables: true,
  supportClients: server,
  supportFolders: true,
  supportTags: true,
  supportTemplates: true,
  supportTriggers: true,
  supportVariables: true,
  supportVersions: true,
  supportZones: true,
  supportTransformations: server,
})

export type Entities = Pick<Partial<ContainerVersion>, "tag" | "trigger" | "variable" | "folder" | "builtInVariable" | "customTemplate" | "client" | "transformation">
/** An export as Tag Manager writes it today. */
export const container = (kind: UsageContext, entities: Entities): ContainerExport => {
  const path = `accounts/${accountId}/containers/${containerId}`
  return {
    exportFormatVersion: 2,
    exportTime: "2026-05-04 09:30:00",
    containerVersion: {
      path: `${path}/versions/0`,
      ...home,
      containerVersionId: "0",
      container: {
        path,
        ...home,
        name: "northlight.example",
        publicId: "GTM-NLTEST1",
        usageContext: [kind],
        fingerprint,
        tagManagerUrl: `https://tagmanager.google.com/#/container/${path}/workspaces?apiLink=container`,
        features: features(kind === "SERVER"),
        tagIds: ["GTM-NLTEST1"],
      },
      ...entities,
      fingerprint,
      tagManagerUrl: `https://tagmanager.google.com/#/versions/${path}/versions/0?apiLink=version`,
    },
  }
}

/** As Tag Manager spells it: 4 spaces, no final newline; older exports escape HTML characters. */
export const spell = (value: unknown, { escaped = false } = {}): string => {
  const text = JSON.stringify(value, null, 4)
  return escaped ? text.replace(/[<>&='\u2028]/g, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, "0")}`) : text
}
