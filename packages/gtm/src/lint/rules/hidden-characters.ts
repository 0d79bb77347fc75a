import { container, dlv } from "../build.ts"
import type { Rule } from "../rule.ts"

const hidden = /[\u0000-\u001f\u007f\u00a0\u00ad\u200b-\u200f\u2028-\u202e\u2060\ufeff]|^\s|\s$| {2}/

export const rule: Rule = {
  severity: "warning",
  title: "A name has characters that nobody sees",
  why: "References must match exactly; a space at the end or an invisible character makes two names that look alike.",
  fix: "Rename it.",
  bad: () => container("WEB", { variable: [dlv(1, "lead id ", "x")] }),
  good: () => container("WEB", { variable: [dlv(1, "lead id", "x")] }),
  *check({ entities }) {
    for (const { kind, name, path } of entities) if (hidden.test(name)) yield { path: [...path, "name"], message: `${kind} ${JSON.stringify(name)} has hidden characters or stray spaces in its name` }
  },
}
