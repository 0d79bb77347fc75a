import { valueOf } from "../../container/parameters.ts"
import { container, tag, template } from "../build.ts"
import { parameterPath, quote, tagsOf } from "../look.ts"
import type { Rule } from "../rule.ts"

/** GA4 help, "Event naming rules": reserved for events that Google collects itself. */
const reserved: ReadonlySet<string> = new Set(
  ("ad_activeview ad_click ad_exposure ad_impression ad_query adunit_exposure app_clear_data app_install app_update app_remove error first_open first_visit " +
    "in_app_purchase notification_dismiss notification_foreground notification_open notification_receive os_update session_start user_engagement").split(" "),
)
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
  if (reserved.has(name)) return "is reserved for GA4 itself"
  if (/^(?:_|ga_|google_|gtag\.|firebase_)/.test(name)) return "starts with a reserved prefix"
  if (name.length > 40) return `has ${name.length} characters, GA4 takes 40`
  if (!/^[A-Za-z][A-Za-z0-9_]*$/.test(name)) return "has characters other than letters, digits and underscores"
  return /[A-Z]/.test(name) ? "has capital letters: Lead and lead are two events" : undefined
}
