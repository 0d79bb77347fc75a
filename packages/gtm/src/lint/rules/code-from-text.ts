import { container, tag, template } from "../build.ts"
import { quote, scriptsOf } from "../look.ts"
import type { Rule } from "../rule.ts"

const html = (code: string) => container("WEB", { tag: [tag(1, "a", "html", [template("html", code)])] })

export const rule: Rule = {
  severity: "warning",
  title: "A script runs text as code",
  why: "eval and new Function are forbidden by a strict content security policy, and run whatever a visitor managed to get into the text.",
  fix: "Parse data with JSON.parse; call functions directly.",
  bad: () => html("<script>eval('1')</script>"),
  good: () => html("<script>medieval('1'); JSON.parse('1')</script>"),
  *check(model) {
    for (const { name, code, path } of scriptsOf(model)) if (/(?<![\w$.])eval\s*\(|\bnew\s+Function\s*\(/.test(code)) yield { path, message: `${quote(name)} runs text as code` }
  },
}
