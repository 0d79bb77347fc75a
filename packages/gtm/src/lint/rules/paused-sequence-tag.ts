import { container, tag } from "../build.ts"
import { quote } from "../look.ts"
import type { Rule } from "../rule.ts"

export const rule: Rule = {
  severity: "warning",
  title: "A sequence runs a tag that is paused",
  why: "The paused tag does nothing; with “stop on failure” the main tag may never run.",
  fix: "Resume the tag, or take it out of the sequence.",
  bad: () => container("WEB", { tag: [tag(1, "a", "html", [], ["2147479553"], { setupTag: [{ tagName: "b" }] }), tag(2, "b", "html", [], [], { paused: true })] }),
  good: () => container("WEB", { tag: [tag(1, "a", "html", [], ["2147479553"], { setupTag: [{ tagName: "b" }] }), tag(2, "b", "html", [])] }),
  *check({ tagUses, version }) {
    const paused = new Set((version.tag ?? []).filter((tag) => tag.paused === true).map((tag) => tag.name))
    for (const { from, name, path, role } of tagUses)
      if (role !== "parameter" && paused.has(name)) yield { path, message: `tag ${quote(from.name)} has the ${role} tag ${quote(name)}, which is paused` }
  },
}
