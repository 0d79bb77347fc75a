import type { ContainerExport } from "@tagwright/formats"
import { builtInTriggers } from "../container/built-in-triggers.ts"
import { templateTypes } from "../container/templates.ts"

/** Old name → new name, of what others refer to by name: a rename shall show once, not at every reference. */
export type Renames = Record<"variable" | "trigger" | "tag", ReadonlyMap<string, string>>
export const noRenames: Renames = { variable: new Map(), trigger: new Map(), tag: new Map() }

/** What ids mean inside one container, so that two containers can be compared by name. */
export interface Names {
  /** A text with the names inside `{{ }}` as they are called today. */
  text: (value: string) => string
  tag: (name: string) => string
  trigger: (id: string) => string
  folder: (id: string) => string
  /** A type code; types of custom templates become `template: <name>`. */
  type: (code: string) => string
}

export const namesOf = ({ containerVersion: version }: ContainerExport, renames: Renames = noRenames): Names => {
  const triggers = new Map((version.trigger ?? []).map((trigger) => [trigger.triggerId, trigger.name]))
  const folders = new Map((version.folder ?? []).map((folder) => [folder.folderId, folder.name]))
  const templates = new Map<string, string>()
  for (const template of version.customTemplate ?? []) {
    for (const type of templateTypes(template, version.containerId)) templates.set(type, `template: ${template.name}`)
  }
  const today = (kind: keyof Renames, name: string): string => renames[kind].get(name) ?? name
  return {
    text: (value) => (renames.variable.size === 0 ? value : value.replace(/\{\{([^{}]+)\}\}/g, (_, name: string) => `{{${today("variable", name)}}}`)),
    tag: (name) => today("tag", name),
    trigger: (id) => today("trigger", triggers.get(id) ?? builtInTriggers[id]?.name ?? `#${id}`),
    folder: (id) => folders.get(id) ?? `#${id}`,
    type: (code) => templates.get(code) ?? code,
  }
}
