import type { ContainerExport, ContainerVersion } from "@tagwright/formats"
import { ConditionTable } from "./conditions.ts"
import { toParams } from "./parameters.ts"
import type { ClientDef, Program, Rule, Unsupported, VariableDef } from "./program.ts"
import type { Lookup } from "./reference.ts"
import { collectReports, type Report } from "./report.ts"
import { compileTags } from "./tags.ts"
import { compileTemplates, type TemplateIndex } from "./templates.ts"
import { compileListeners, compileRules, groupMembers } from "./triggers.ts"
import { compileVariables, variableNames } from "./variables.ts"

export interface CompileOptions {
  /** Overrides the public id of the export, e.g. `GTM-TEST`. */
  publicId?: string
}

/** Turns an export into a program. Never throws on a readable export: what does not compile is in `unsupported`. */
export const compile = (container: ContainerExport, options: CompileOptions = {}): Program => {
  const version = container.containerVersion
  const unsupported: Unsupported[] = []
  const report = collectReports(unsupported)
  const names = [...variableNames(version), "_event"]
  const lookup = makeLookup(names, report)
  const templates = compileTemplates(version, report)
  const variables: VariableDef[] = [
    ...compileVariables(version, lookup, templates, report),
    { name: "_event", kind: "e", params: {}, snapshot: true },
    { name: "gtm.triggers", kind: "v", snapshot: true, params: { name: "gtm.triggers", dataLayerVersion: 1, setDefaultValue: true, defaultValue: "" } },
  ]
  const tags = compileTags(version, lookup, templates, report)
  const conditions = new ConditionTable()
  const from = { containerId: version.containerId, conditions, lookup, event: variables.length - 2, triggers: variables.length - 1, report }
  const rules = compileRules(version, from)
  attachTags(version, rules, report)
  const used = usedTriggers(version)
  const listeners = compileListeners(version, used, from)
  return {
    publicId: options.publicId ?? version.container?.publicId ?? `GTM-${version.containerId}`,
    containerId: version.containerId,
    version: version.containerVersionId ?? "0",
    kind: version.container?.usageContext[0] === "SERVER" ? "server" : "web",
    variables, conditions: conditions.all, tags, listeners,
    rules: [...rules.values()].filter((rule) => used.has(rule.triggerId)),
    templates: templates.all, clients: compileClients(version, lookup, templates), unsupported,
    transformations: (version.transformation ?? []).map((one) => ({ id: one.transformationId, name: one.name, type: one.type, params: toParams(one.parameter, lookup) })),
  }
}

/** Clients in the order in which they are asked: priority, then the export's own. */
const compileClients = (version: ContainerVersion, lookup: Lookup, templates: TemplateIndex): ClientDef[] =>
  (version.client ?? []).map((client): ClientDef => {
    const template = templates.find(client.type)
    return { id: client.clientId, name: client.name, type: client.type, params: toParams(client.parameter, lookup), priority: client.priority ?? 0, ...(template === undefined ? {} : { template }) }
  }).sort((a, b) => b.priority - a.priority)

const makeLookup = (names: string[], report: Report): Lookup => {
  const indexes = new Map(names.map((name, index) => [name, index]))
  return (name) => {
    const found = indexes.get(name)
    if (found === undefined) report("variable", name, "is referred to but does not exist; its value is undefined")
    return found ?? -1
  }
}

const attachTags = (version: ContainerVersion, rules: ReadonlyMap<string, Rule>, report: Report): void => {
  for (const [index, tag] of (version.tag ?? []).entries()) {
    for (const id of tag.firingTriggerId ?? []) (rules.get(id) ?? missing(tag.name, id, version, report))?.fires.push(index)
    for (const id of tag.blockingTriggerId ?? []) (rules.get(id) ?? missing(tag.name, id, version, report))?.blocks.push(index)
  }
}

const missing = (tag: string, id: string, version: ContainerVersion, report: Report): undefined => {
  // A trigger that exists but did not compile has been reported under its own name.
  if ((version.trigger ?? []).some((trigger) => trigger.triggerId === id)) return undefined
  report("tag", tag, `refers to trigger ${id}, which does not exist`)
  return undefined
}

/** Triggers that fire or block a tag, and the members of the groups among them. */
const usedTriggers = (version: ContainerVersion): ReadonlySet<string> => {
  const used = new Set((version.tag ?? []).flatMap((tag) => [...(tag.firingTriggerId ?? []), ...(tag.blockingTriggerId ?? [])]))
  // Groups may hold groups; a set grows while it is walked, and each id enters once.
  for (const id of used) {
    const trigger = (version.trigger ?? []).find((one) => one.triggerId === id && one.type === "TRIGGER_GROUP")
    for (const member of trigger === undefined ? [] : groupMembers(trigger)) used.add(member)
  }
  return used
}

