import { container, tag, template } from "../build.ts"
import { quote, tagsOf } from "../look.ts"
import type { Rule } from "../rule.ts"

const html = (code: string) => container("WEB", { tag: [tag(1, "a", "html", [template("html", code)])] })

export const rule: Rule = {
  severity: "warning",
  title: "A tag loads something over http://",
  why: "Browsers block insecure scripts and images on secure pages, and anyone on the way can read the request.",
  fix: "Use https://.",
  bad: () => html('<script src="http://cdn.example/a.js"></script>'),
  good: () => html('<svg xmlns="http://www.w3.org/2000/svg"></svg><script src="https://cdn.example/a.js"></script>'),
  *check(model) {
    const found = /(?:\b(?:src|href|action)\s*=\s*["']?|\.src\s*=\s*["']|url\(\s*["']?)http:\/\/(?!localhost|127\.0\.0\.1)/i
    for (const { tag: one, path } of tagsOf(model))
      for (const [index, parameter] of (one.parameter ?? []).entries()) {
        const value = "value" in parameter ? (parameter.value ?? "") : ""
        if (found.test(value) || (parameter.key === "url" && /^http:\/\/(?!localhost)/i.test(value))) yield { path: [...path, "parameter", index], message: `tag ${quote(one.name)} loads something over http://` }
      }
  },
}
