import { container, tag } from "../build.ts"
import { quote } from "../look.ts"
import type { Rule } from "../rule.ts"

const dead: Readonly<Record<string, string>> = {
  "tag ua": "Universal Analytics stopped processing data in July 2024",
  "tag ga": "Classic Analytics has been gone since 2014",
  "tag opt": "Google Optimize was switched off in September 2023",
  "variable gas": "Universal Analytics stopped processing data in July 2024",
  "client ua_client": "Universal Analytics stopped processing data in July 2024",
}

export const rule: Rule = {
  severity: "warning",
  title: "Something that serves a product that no longer exists",
  why: "It sends requests to nobody, costs loading time, and hides what matters.",
  fix: "Remove it, after checking that nothing else reads its cookies.",
  bad: () => container("WEB", { tag: [tag(1, "a", "ua", [])] }),
  good: () => container("WEB", { tag: [tag(1, "a", "googtag", [])] }),
  *check({ entities }) {
    for (const { kind, type, name, path } of entities) {
      const reason = dead[`${kind} ${type}`]
      if (reason) yield { path, message: `${kind} ${quote(name)}: ${reason}` }
    }
  },
}
