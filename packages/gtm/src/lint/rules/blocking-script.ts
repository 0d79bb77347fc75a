import { container, tag, template } from "../build.ts"
import { quote, scriptsOf } from "../look.ts"
import type { Rule } from "../rule.ts"

const html = (code: string) => container("WEB", { tag: [tag(1, "a", "html", [template("html", code)])] })

export const rule: Rule = {
  severity: "warning",
  title: "Custom HTML loads a script without async or defer",
  why: "Scripts after it, and other parts of the tag, wait until it has arrived.",
  fix: "Write <script async src=…>.",
  bad: () => html('<script src="https://cdn.example/a.js"></script>'),
  good: () => html('<script async src="https://cdn.example/a.js"></script>'),
  *check(model) {
    for (const { name, kind, code, path } of scriptsOf(model))
      if (kind === "html" && [...code.matchAll(/<script\b([^>]*\bsrc\s*=[^>]*)>/gi)].some(([, attributes = ""]) => !/\b(?:async|defer|type\s*=\s*["']?module)\b/i.test(attributes)))
        yield { path, message: `tag ${quote(name)} loads a script without async or defer` }
  },
}
