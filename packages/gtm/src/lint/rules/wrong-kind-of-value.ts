import { container, tag, template, trigger } from "../build.ts"
import type { Rule } from "../rule.ts"

export const rule: Rule = {
  severity: "error",
  title: "A value is of another kind than the format has there",
  why: "Tag Manager writes ids and parameter values as text; a number, a list or null as a value makes the import fail.",
  fix: "Write ids and values as text in double quotes, lists as lists.",
  bad: () => container("WEB", { tag: [tag(1, "a", "html", [Object.assign(template("html", ""), { value: 5 })])] }),
  good: () => container("WEB", { tag: [tag(1, "a", "html", [template("html", "5")])], trigger: [trigger(2, "b", "PAGEVIEW")] }),
  *check({ problems }) {
    for (const { path, expected, got } of problems) {
      // Shop extensions write ids as numbers and are imported all the same; a parameter's value as a number was seen to fail.
      const tolerated = got === "a number" && expected === "text" && path.at(-1) !== "value"
      yield { path, message: `${String(path.at(-1) ?? "the root")} should be ${expected} and is ${got}`, ...(tolerated ? { severity: "warning" } : {}) }
    }
  },
}
