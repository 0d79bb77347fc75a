import { reservedGa4Names } from "../../container/ga4-names.ts"
import { valueOf } from "../../container/parameters.ts"
import { container, tag, template } from "../build.ts"
import { parameterPath, quote, tagsOf } from "../look.ts"
import type { Rule } from "../rule.ts"

const event = (name: string) => container("WEB", { tag: [tag(1, "a", "gaawe", [template("eventName", name), template("measurementIdOverride", "G-AAAA000000")])] })

export const rule: Rule = {
  severity: "warning",
  title: "A GA4 event has a name that GA4 does not take well",
  why: "GA4 drops reserved names, cuts at 40 characters, and tells names apart by capital letters.",
  fix: "Use snake_case: a letter, then letters, digits and underscores, at most 40.",
  bad: () => event("Lead Submit"),
  good: () => event("lead_submit"),
  *check(model) {
    for (const { tag: one, path } of tagsOf(model)) {
      const name = one.type === "gaawe" ? (valueOf(one.parameter, "eventName") ?? "") : ""
      const problem = name.includes("{{") || name === "" ? undefined : problemOf(name)
      if (problem) yield { path: parameterPath(path, one.parameter, "eventName"), message: `event ${quote(name)} of tag ${quote(one.name)} ${problem}` }
    }
  },
}

const problemOf = (name: string): string | undefined => {
  if (reservedGa4Names.has(name)) return "is reserved for GA4 itself"
  if (/^(?:_|ga_|google_|gtag\.|firebase_)/.test(name)) return "starts with a reserved prefix"
  if (name.length > 40) return `has ${name.length} characters, GA4 takes 40`
  if (!/^[A-Za-z][A-Za-z0-9_]*$/.test(name)) return "has characters other than letters, digits and underscores"
  return /[A-Z]/.test(name) ? "has capital letters: Lead and lead are two events" : undefined
}
