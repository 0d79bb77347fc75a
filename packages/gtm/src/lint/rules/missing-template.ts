import { isTemplateType } from "../../container/templates.ts"
import { container, containerId, customTemplate, tag } from "../build.ts"
import { quote } from "../look.ts"
import type { Rule } from "../rule.ts"

export const rule: Rule = {
  severity: "error",
  title: "The custom template of a type is not there",
  why: "The import is refused: “Unknown entity type (template public ID: …)”. A type finds its template by container and template id, or by the gallery's id.",
  fix: "Export the template too, or correct the type: cvt_<containerId>_<templateId> or cvt_<galleryTemplateId>.",
  bad: () => container("WEB", { tag: [tag(1, "a", `cvt_${containerId}_99`, [])], customTemplate: [customTemplate(5, "t", "TAG")] }),
  good: () => container("WEB", { tag: [tag(1, "a", `cvt_${containerId}_5`, []), tag(2, "b", "cvt_ABCD", [])], customTemplate: [customTemplate(5, "t", "TAG"), customTemplate(6, "u", "TAG", "ABCD")] }),
  *check({ entities, templates, partial }) {
    for (const { kind, type, name, path } of entities)
      if (isTemplateType(type) && !templates.has(type))
        yield { path: [...path, "type"], message: `${kind} ${quote(name)} needs the template ${quote(type)}, which is not there`, ...(partial ? { severity: "warning" } : {}) }
  },
}
