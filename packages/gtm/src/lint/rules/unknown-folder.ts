import { container, folder, tag } from "../build.ts"
import { quote } from "../look.ts"
import type { Rule } from "../rule.ts"

export const rule: Rule = {
  severity: "error",
  title: "An entity stands in a folder that is not there",
  why: "The import cannot place it.",
  fix: "Add the folder, or remove parentFolderId.",
  bad: () => container("WEB", { tag: [tag(1, "a", "html", [], [], { parentFolderId: "9" })], folder: [folder(8, "f")] }),
  good: () => container("WEB", { tag: [tag(1, "a", "html", [], [], { parentFolderId: "8" })], folder: [folder(8, "f")] }),
  *check({ folderUses, folders, partial, version }) {
    for (const { from, id, path } of folderUses)
      // Picked items keep their folder's id even when the folder was not picked.
      if (!folders.has(id)) yield { path, message: `${from.kind} ${quote(from.name)} stands in the folder ${quote(id)}, which is not there`, ...(partial || version.folder === undefined ? { severity: "warning" } : {}) }
  },
}
