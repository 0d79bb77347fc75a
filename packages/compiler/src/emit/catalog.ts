import { bundlePaths, type ContainerExport, type ResolvedEvent, type ResolvedPlan } from "@tagwright/formats"

/** The Markdown catalogs of a bundle, path → text. */
export const catalogFiles = (plan: ResolvedPlan, container: ContainerExport): [string, string][] => [
  [bundlePaths.catalog("events"), events(plan)],
  [bundlePaths.catalog("parameters"), parameters(plan)],
  [bundlePaths.catalog("variables"), variables(container)],
  [bundlePaths.catalog("tags"), tags(container)],
  [bundlePaths.catalog("triggers"), triggers(container)],
]

const page = (title: string, lead: string, head: string[], rows: string[][]): string =>
  [`# ${title}`, "", lead, "", line(head), line(head.map(() => "---")), ...rows.map(line), ""].join("\n")
const line = (cells: string[]) => `| ${cells.map((cell) => cell.replaceAll("|", "\\|").replaceAll("\n", " ")).join(" | ")} |`
const code = (names: readonly string[]) => (names.length === 0 ? "–" : names.map((name) => `\`${name}\``).join(", "))

const events = (plan: ResolvedPlan): string =>
  page(
    `Events of ${plan.site.name}`,
    "What is measured, where it comes from and who gets it.",
    ["Event", "What it means", "Comes from", "Required", "Optional", "Goes to", "Frozen since"],
    Object.values(plan.events).map((event) => [`\`${event.name}\``, event.describe, originOf(event), code(event.required), code(event.optional), code(event.to), event.since ?? "–"]),
  )

const originOf = ({ on, from }: ResolvedEvent): string => {
  if (from !== undefined) return `webhook \`${from.webhook}\`, when ${from.when}`
  const [[kind, target] = ["call", true]] = Object.entries(on ?? {})
  return target === true ? kind : `${kind} \`${String(target)}\``
}

/** Name → what mentions it, in order; each is read once, so that a plan of thousands takes no longer per line than a small one. */
const mentions = <T>(things: readonly T[], nameOf: (thing: T) => string, mentionedBy: (thing: T) => readonly string[]): Map<string, string[]> => {
  const found = new Map<string, string[]>()
  for (const thing of things)
    for (const mentioned of new Set(mentionedBy(thing))) {
      const known = found.get(mentioned)
      if (known === undefined) found.set(mentioned, [nameOf(thing)])
      else known.push(nameOf(thing))
    }
  return found
}

const parameters = (plan: ResolvedPlan): string => {
  const used = mentions(Object.values(plan.events), ({ name }) => name, ({ required, optional }) => [...required, ...optional])
  return page(
    `Parameters of ${plan.site.name}`,
    "The dictionary: one meaning per name.",
    ["Parameter", "Type", "What it means", "Allowed", "Privacy", "Used by"],
    Object.values(plan.parameters).map(({ id, type, describe, oneOf, pattern, privacy, only, unit }) => [
      `\`${id}\``,
      unit === undefined ? type : `${type} (${unit})`,
      describe,
      oneOf !== undefined ? code(oneOf) : pattern !== undefined ? `\`${pattern}\`` : "any",
      only === undefined ? privacy : `${privacy}, only ${code(only)}`,
      code(used.get(id) ?? []),
    ]),
  )
}

/** Variable → names of the entities that refer to it. */
const users = (entities: readonly { name: string }[]): Map<string, string[]> =>
  mentions(entities, ({ name }) => name, (entity) => [...JSON.stringify(entity).matchAll(/\{\{([^}]+)\}\}/g)].map(([, name]) => name ?? ""))

const variables = ({ containerVersion: { variable = [], tag = [], trigger = [] } }: ContainerExport): string => {
  const used = users([...tag, ...trigger, ...variable])
  return page(
    "Variables of the container",
    "Every variable, its purpose, and what uses it.",
    ["Variable", "Type", "Purpose", "Used by"],
    variable.map(({ name, type, notes }) => [`\`${name}\``, variableTypes[type] ?? type, notes ?? "", code(used.get(name) ?? [])]),
  )
}
const variableTypes: Record<string, string> = { v: "data layer variable", c: "constant", gtes: "event settings", gtcs: "configuration settings" }

const tags = ({ containerVersion: { tag = [], trigger = [] } }: ContainerExport): string => {
  const names = new Map([...Object.entries(builtInTriggers), ...trigger.map(({ triggerId, name }) => [triggerId, name] as const)])
  const triggersIn = (ids: readonly string[] = []): string => code(ids.map((id) => names.get(id) ?? id))
  return page(
    "Tags of the container",
    "Every tag, when it fires and which consent it needs.",
    ["Tag", "Type", "Purpose", "Fires on", "Never on", "Consent"],
    tag.map((one) => [
      `\`${one.name}\``,
      one.type,
      one.notes ?? "",
      triggersIn(one.firingTriggerId),
      triggersIn(one.blockingTriggerId),
      one.consentSettings?.consentType?.type === "LIST" ? code((one.consentSettings.consentType.list ?? []).flatMap((item) => ("value" in item && item.value !== undefined ? [item.value] : []))) : "built in",
    ]),
  )
}

const builtInTriggers: Record<string, string> = { "2147479553": "All Pages", "2147479572": "Consent Initialization - All Pages", "2147479573": "Initialization - All Pages" }

const triggers = ({ containerVersion: { trigger = [], tag = [] } }: ContainerExport): string => {
  const used = mentions(tag, ({ name }) => name, ({ firingTriggerId = [], blockingTriggerId = [] }) => [...firingTriggerId, ...blockingTriggerId])
  return page(
    "Triggers of the container",
    "Every trigger, its whole condition, and the tags on it.",
    ["Trigger", "Type", "Purpose", "Condition", "Tags"],
    trigger.map((one) => [
      `\`${one.name}\``,
      one.type,
      one.notes ?? "",
      [...(one.customEventFilter ?? []), ...(one.filter ?? [])].map((condition) => `\`${conditionText(condition.type, condition.parameter.map((p) => ("value" in p ? (p.value ?? "") : "")))}\``).join(" and "),
      code(used.get(one.triggerId) ?? []),
    ]),
  )
}
const conditionText = (type: string, [left = "", right = ""]: string[]) => `${left} ${type.toLowerCase().replaceAll("_", " ")} ${right}`
