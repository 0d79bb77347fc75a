import type { CustomTemplate } from "@tagwright/formats"

/** The type codes under which entities use a template: by container and template id, or by gallery id (since March 2025). */
export const templateTypes = (template: CustomTemplate, containerId: string): string[] => {
  const id = templateInfoId(template)
  const gallery = template.galleryReference?.galleryTemplateId
  return [
    `cvt_${template.containerId}_${template.templateId}`,
    // Merged files keep the template's own container id while the file has another, or the other way round.
    `cvt_${containerId}_${template.templateId}`,
    ...(gallery ? [`cvt_${gallery}`] : []),
    ...(id && id !== "cvt_temp_public_id" ? [id] : []),
  ]
}

export const isTemplateType = (type: string): boolean => type.startsWith("cvt_")

const templateInfoId = (template: CustomTemplate): string | undefined => /"id"\s*:\s*"(cvt_[A-Za-z0-9_-]+)"/.exec(section(template, "INFO"))?.[1]

/** One section of the template's source, e.g. `INFO`; empty when it has none. */
export const section = (template: CustomTemplate, name: string): string => {
  const start = template.templateData.indexOf(`___${name}___`)
  if (start < 0) return ""
  const end = template.templateData.indexOf("\n___", start + 1)
  return template.templateData.slice(start + name.length + 6, end < 0 ? undefined : end)
}
