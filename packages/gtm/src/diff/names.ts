import type { ContainerExport } from "@tagwright/formats"

/** Built-in triggers have fixed ids and never stand in an export (Tag Manager, fixed since 2019). */
export const builtInTriggers: Readonly<Record<string, { name: string; kind: "web" | "server" }>> = {
  "2147479553": { name: "All Pages", kind: "web" },
  "2147479572": { name: "Consent Initialization - All Pages", kind: "web" },
  "2147479573": { name: "Initialization - All Pages", kind: "web" },
  "2147479574": { name: "All Pages (server)", kind: "server" },
}

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

/** The type codes under which entities use a template: by container and template id, or by gallery id (since March 2025). */
export const templateTypes = (
  template: { containerId: string; templateId: string; templateData: string; galleryReference?: { galleryTemplateId?: string } },
  containerId: string,
): string[] => {
  const info = /"id"\s*:\s*"(cvt_[A-Za-z0-9_-]+)"/.exec(template.templateData)?.[1]
  const gallery = template.galleryReference?.galleryTemplateId
  return [
    `cvt_${template.containerId}_${template.templateId}`,
    `cvt_${containerId}_${template.templateId}`,
    ...(gallery ? [`cvt_${gallery}`] : []),
    ...(info && info !== "cvt_temp_public_id" ? [info] : []),
  ]
}
