import type { ContainerExport } from "@tagwright/formats"
import { builtInTriggers } from "../container/built-in-triggers.ts"
import { templateTypes } from "../container/templates.ts"

/** What ids mean inside one container, so that two containers can be compared by name. */
export interface Names {
  trigger: (id: string) => string
  folder: (id: string) => string
  /** A type code; types of custom templates become `template: <name>`. */
  type: (code: string) => string
}

export const namesOf = ({ containerVersion: version }: ContainerExport): Names => {
  const triggers = new Map((version.trigger ?? []).map((trigger) => [trigger.triggerId, trigger.name]))
  const folders = new Map((version.folder ?? []).map((folder) => [folder.folderId, folder.name]))
  const templates = new Map<string, string>()
  for (const template of version.customTemplate ?? []) {
    for (const type of templateTypes(template, version.containerId)) templates.set(type, `template: ${template.name}`)
  }
  return {
    trigger: (id) => triggers.get(id) ?? builtInTriggers[id]?.name ?? `#${id}`,
    folder: (id) => folders.get(id) ?? `#${id}`,
    type: (code) => templates.get(code) ?? code,
  }
}
