import { container, tag, template } from "../build.ts"
import { quote, scriptsOf } from "../look.ts"
import type { Rule } from "../rule.ts"

const html = (code: string) => container("WEB", { tag: [tag(1, "a", "html", [template("html", code)])] })

export const rule: Rule = {
  severity: "warning",
  title: "Custom HTML calls document.write",
  why: "After the page has loaded it wipes the page; before, it stops the browser from rendering.",
  fix: "Insert elements with appendChild.",
  bad: () => html("<script>document.write('<p>')</script>"),
  good: () => html("<script>document.body.appendChild(document.createElement('p'))</script>"),
  *check(model) {
    for (const { name, code, path } of scriptsOf(model)) if (/\bdocument\s*\.\s*write(?:ln)?\s*\(/.test(code)) yield { path, message: `${quote(name)} calls document.write` }
  },
}
