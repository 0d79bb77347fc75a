import type { Condition, ContainerExport, Parameter, Tag, Trigger, Variable } from "@tagwright/formats"

/** Builds small exports for runtime tests. Ids are given in order of appearance. */
const ACCOUNT = { accountId: "1", containerId: "77" }

export const text = (key: string, value: string): Parameter => ({ type: "TEMPLATE", key, value })
export const flag = (key: string, value: boolean): Parameter => ({ type: "BOOLEAN", key, value: String(value) })
export const table = (key: string, rows: Record<string, string>[]): Parameter => ({
  type: "LIST", key, list: rows.map((row) => ({ type: "MAP", map: Object.entries(row).map(([name, value]) => text(name, value)) })),
})
export const condition = (type: string, left: string, right: string, flags: Record<string, boolean> = {}): Condition => ({
  type, parameter: [text("arg0", left), text("arg1", right), ...Object.entries(flags).map(([key, value]) => flag(key, value))],
})

export const variable = (name: string, type: string, parameter: Parameter[] = [], rest: Partial<Variable> = {}): Omit<Variable, "variableId"> => ({
  ...ACCOUNT, name, type, parameter, formatValue: {}, ...rest,
})
export const dlv = (name: string, path: string, version = 2, more: Parameter[] = []): Omit<Variable, "variableId"> =>
  variable(name, "v", [{ type: "INTEGER", key: "dataLayerVersion", value: String(version) }, text("name", path), ...more])
export const js = (name: string, javascript: string): Omit<Variable, "variableId"> => variable(name, "jsm", [text("javascript", javascript)])

export const trigger = (name: string, type: string, rest: Partial<Trigger> = {}): Omit<Trigger, "triggerId"> => ({ ...ACCOUNT, name, type, ...rest })
export const onEvent = (event: string, rest: Partial<Trigger> = {}): Omit<Trigger, "triggerId"> =>
  trigger(`on ${event}`, "CUSTOM_EVENT", { customEventFilter: [condition("EQUALS", "{{_event}}", event)], ...rest })

/** Triggers are named in tests; their ids are looked up. */
export interface TestTag extends Partial<Omit<Tag, "firingTriggerId" | "blockingTriggerId">> {
  name: string
  type: string
  on?: string[]
  except?: string[]
}

/** A tag whose only effect is to show values: an image whose address is fixed. */
export const plainTag = (name: string, on: string[], rest: Partial<TestTag> = {}): TestTag => ({ name, type: "img", on, parameter: [text("url", `https://pixel.example/${encodeURIComponent(name)}`)], ...rest })
export const html = (name: string, code: string, on: string[], rest: Partial<TestTag> = {}): TestTag => ({ name, type: "html", on, parameter: [text("html", code)], ...rest })

/** A GA4 event tag that carries every named variable: its recorded values show them with their types. */
export const probe = (names: readonly string[], on: string[]): TestTag => ({
  name: "probe", type: "gaawe", on,
  parameter: [text("eventName", "probe"), text("measurementIdOverride", "G-PROBE0001"),
    table("eventSettingsTable", names.map((name) => ({ parameter: name, parameterValue: `{{${name}}}` })))],
})

export interface TestContainer {
  tags?: TestTag[]
  triggers?: Omit<Trigger, "triggerId">[]
  variables?: Omit<Variable, "variableId">[]
  builtIns?: [type: string, name: string][]
  templates?: { name: string; templateId: string; templateData: string }[]
  usage?: "WEB" | "SERVER"
  publicId?: string
}

const FIXED: Record<string, string> = { "All Pages": "2147479553", "Consent Init": "2147479572", Init: "2147479573" }

export const container = (parts: TestContainer): ContainerExport => {
  const triggers = (parts.triggers ?? []).map((one, index) => ({ ...one, triggerId: String(100 + index) }))
  const idOf = (name: string): string => FIXED[name] ?? triggers.find((one) => one.name === name)?.triggerId ?? `no trigger ${name}`
  const tags = (parts.tags ?? []).map(({ on, except, ...tag }, index): Tag => ({
    ...ACCOUNT, tagId: String(200 + index), tagFiringOption: "ONCE_PER_EVENT", ...tag,
    ...(on === undefined ? {} : { firingTriggerId: on.map(idOf) }), ...(except === undefined ? {} : { blockingTriggerId: except.map(idOf) }),
  }))
  return {
    exportFormatVersion: 2, exportTime: "2025-01-01 00:00:00",
    containerVersion: {
      ...ACCOUNT, containerVersionId: "3",
      container: { ...ACCOUNT, publicId: parts.publicId ?? "GTM-TEST", usageContext: [parts.usage ?? "WEB"] },
      tag: tags, trigger: triggers, variable: (parts.variables ?? []).map((one, index) => ({ ...one, variableId: String(300 + index) })),
      builtInVariable: (parts.builtIns ?? []).map(([type, name]) => ({ ...ACCOUNT, type, name })),
      ...(parts.templates === undefined ? {} : { customTemplate: parts.templates.map((one) => ({ ...ACCOUNT, ...one })) }),
    },
  }
}
