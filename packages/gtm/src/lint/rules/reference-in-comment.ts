import { referencesIn } from "../../container/parameters.ts"
import { builtIn, container, template, variable } from "../build.ts"
import { quote, scriptsOf } from "../look.ts"
import type { Rule } from "../rule.ts"
import { commentsIn } from "../scripts.ts"

const code = (text: string) =>
  container("WEB", { variable: [variable(1, "a", "jsm", [template("javascript", text)])], builtInVariable: [builtIn("PAGE_URL", "Page URL")] })

export const rule: Rule = {
  severity: "warning",
  title: "A variable reference stands inside a comment",
  why: "Tag Manager replaces references in comments too: its compiler has an error for it (macroInCommentsError), the variable counts as used, and a renamed one breaks the publish.",
  fix: "Take the braces out of the comment, e.g. write Page URL without them.",
  bad: () => code("function() { /* uses {{Page URL}} */ return 1; }"),
  good: () => code("function() { return 'http://x/' + {{Page URL}}; }"),
  *check(model) {
    for (const { name, kind, code: script, path } of scriptsOf(model)) {
      const found = commentsIn(script).flatMap((comment) => [...referencesIn(comment), ...(comment.includes("{{}}") ? [""] : [])])
      for (const reference of new Set(found)) yield { path, message: `${kind === "jsm" ? "variable" : "tag"} ${quote(name)} has {{${reference}}} inside a comment` }
    }
  },
}
