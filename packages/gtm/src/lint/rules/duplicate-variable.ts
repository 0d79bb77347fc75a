import { container, dlv, tag, template } from "../build.ts"
import { quote } from "../look.ts"
import type { Rule } from "../rule.ts"

const used = tag(9, "t", "html", [template("html", "{{a}}{{b}}")])

export const rule: Rule = {
  severity: "info",
  title: "Two variables do the same",
  why: "A change to one is forgotten in the other.",
  fix: "Keep one and point everything to it.",
  bad: () => container("WEB", { tag: [used], variable: [dlv(1, "a", "x"), dlv(2, "b", "x")] }),
  good: () => container("WEB", { tag: [used], variable: [dlv(1, "a", "x"), dlv(2, "b", "y")] }),
  *check({ version }) {
    const first = new Map<string, string>()
    for (const [index, { type, name, parameter = [], formatValue }] of (version.variable ?? []).entries()) {
      const parameters = [...parameter].sort((a, b) => ((a.key ?? "") < (b.key ?? "") ? -1 : 1))
      const content = JSON.stringify([type, parameters, formatValue ?? {}])
      const owner = first.get(content)
      if (owner === undefined) first.set(content, name)
      else yield { path: ["containerVersion", "variable", index], message: `variable ${quote(name)} does the same as ${quote(owner)}` }
    }
  },
}
