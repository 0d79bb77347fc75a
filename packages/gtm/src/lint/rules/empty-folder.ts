import { container, folder, tag } from "../build.ts"
import { quote } from "../look.ts"
import type { Rule } from "../rule.ts"

export const rule: Rule = {
  severity: "info",
  title: "A folder with nothing in it",
  why: "It only takes up space in lists.",
  fix: "Remove it (tagwright gtm lint --fix does).",
  bad: () => container("WEB", { folder: [folder(3, "f")] }),
  good: () => container("WEB", { tag: [tag(1, "a", "html", [], [], { parentFolderId: "3" })], folder: [folder(3, "f")] }),
  *check({ entities, usedBy, partial }) {
    if (partial) return
    for (const entity of entities) if (entity.kind === "folder" && !usedBy.has(entity)) yield { path: entity.path, message: `folder ${quote(entity.name)} is empty`, edits: [{ remove: entity.path }] }
  },
}
