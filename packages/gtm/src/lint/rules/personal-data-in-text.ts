import { container, tag, template } from "../build.ts"
import { quote } from "../look.ts"
import type { Rule } from "../rule.ts"

const html = (code: string) => container("WEB", { tag: [tag(1, "a", "html", [template("html", code)])] })

export const rule: Rule = {
  severity: "warning",
  title: "Personal data is written into the container",
  why: "A container is public: anyone can read it on the site.",
  fix: "Remove it; hand personal data to your own server instead.",
  bad: () => html("<p>ann.lee@northlight.example</p>"),
  good: () => html("<p>{{email}}</p>"),
  *check({ texts, findPersonalData }) {
    for (const { from, text, path } of texts) {
      const kinds = findPersonalData(text)
      if (kinds.length > 0) yield { path, message: `${from.kind} ${quote(from.name)} holds ${[...new Set(kinds)].join(", ")}` }
    }
  },
}
