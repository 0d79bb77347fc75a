import { container, tag } from "../build.ts"
import { quote } from "../look.ts"
import type { Rule } from "../rule.ts"

export const rule: Rule = {
  severity: "error",
  title: "A setup or cleanup tag that is not there",
  why: "Sequences go by the tag's name; the compiler refuses a name that no tag has (unknownTagInstance).",
  fix: "Correct the name, or remove the sequence.",
  bad: () => container("WEB", { tag: [tag(1, "a", "html", [], [], { setupTag: [{ tagName: "gone" }] })] }),
  good: () => container("WEB", { tag: [tag(1, "a", "html", [], [], { setupTag: [{ tagName: "b" }] }), tag(2, "b", "html", [])] }),
  *check({ tagUses, tags, partial }) {
    for (const { from, name, path, role } of tagUses)
      if (role !== "parameter" && !tags.has(name))
        yield { path, message: `tag ${quote(from.name)} has the ${role} tag ${quote(name)}, which is not there`, ...(partial ? { severity: "warning" } : {}) }
  },
}
