import { parse, type Program as Ast } from "acorn"
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
  const sections = templateSections(template.templateData)
  const info = readJson(sections.get("INFO"), template.name, "INFO", report)
  const type: unknown = typeof info === "object" && info !== null ? Reflect.get(info, "type") : undefined
  const code = sections.get("SANDBOXED_JS_FOR_WEB_TEMPLATE") ?? sections.get("SANDBOXED_JS_FOR_SERVER") ?? ""
  return {
    name: template.name, kind: type === "MACRO" || type === "CLIENT" ? type : "TAG", ast: parseSandboxed(code, template.name, report),
    permissions: readJson(sections.get("WEB_PERMISSIONS") ?? sections.get("SERVER_PERMISSIONS"), template.name, "permissions", report) ?? [],
  }
}

/** The `___NAME___` sections of a template by name. */
export const templateSections = (data: string): Map<string, string> => {
  const sections = new Map<string, string>()
  const parts = data.split(/^___([A-Z_]+)___[ \t]*\r?$/m)
  for (let index = 1; index + 1 < parts.length; index += 2) sections.set(parts[index] ?? "", (parts[index + 1] ?? "").trim())
  return sections
}

const readJson = (text: string | undefined, name: string, section: string, report: Report): unknown => {
  if (text === undefined || text === "") return undefined
  try {
    return JSON.parse(text)
  } catch {
    report("template", name, `its ${section} section is not JSON`)
    return undefined
  }
}

export const parseSandboxed = (code: string, name: string, report: Report): Ast | null => {
  try {
    return withoutPositions(parse(code, { ecmaVersion: 2022, sourceType: "script", allowReturnOutsideFunction: true }))
  } catch (error) {
    report("template", name, `its code does not parse: ${error instanceof Error ? error.message : String(error)}`)
    return null
  }
}

/** A page needs no positions: without them a template's tree is half as large. */
const withoutPositions = (ast: Ast): Ast => JSON.parse(JSON.stringify(ast, (key, value: unknown) => (key === "start" || key === "end" || key === "raw" ? undefined : value)))
