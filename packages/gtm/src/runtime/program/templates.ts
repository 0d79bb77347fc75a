import type { ContainerVersion, CustomTemplate } from "@tagwright/formats"
import type { TemplateDef } from "./program.ts"
import type { Report } from "./report.ts"

export interface TemplateIndex {
  all: TemplateDef[]
  /** The template an entity's type stands for, by either of the two naming rules (format 10). */
  find: (type: string) => number | undefined
}

export const compileTemplates = (version: ContainerVersion, report: Report): TemplateIndex => {
  const byType = new Map<string, number>()
  const all: TemplateDef[] = []
  for (const template of version.customTemplate ?? []) {
    const index = all.push(compileTemplate(template, report)) - 1
    for (const type of typesOf(template, version.containerId)) byType.set(type, index)
  }
  return { all, find: (type) => byType.get(type) }
}

const typesOf = (template: CustomTemplate, containerId: string): string[] => {
  const types = [`cvt_${containerId}_${template.templateId}`, `cvt_${template.containerId}_${template.templateId}`]
  const gallery = template.galleryReference?.galleryTemplateId
  return gallery === undefined ? types : [...types, `cvt_${gallery}`]
}

const compileTemplate = (template: CustomTemplate, report: Report): TemplateDef => {
  report("template", template.name, "custom templates are not run yet")
  return { name: template.name, kind: "TAG", ast: null, permissions: null }
}
