import { builtIn, container, tag, template } from "../build.ts"
import { quote } from "../look.ts"
import type { Rule } from "../rule.ts"

/** Enabled in every new web container, or what one filters by while editing a server container; they cost nothing. */
const alwaysEnabled: ReadonlySet<string> = new Set(["PAGE_URL", "PAGE_HOSTNAME", "PAGE_PATH", "REFERRER", "EVENT", "EVENT_NAME", "CLIENT_NAME"])

export const rule: Rule = {
  severity: "info",
  title: "A built-in variable is enabled and not used",
  why: "Some built-ins make Tag Manager listen for clicks, scrolling or videos.",
  fix: "Disable it (tagwright gtm lint --fix does).",
  bad: () => container("WEB", { builtInVariable: [builtIn("FORM_TEXT", "Form Text")] }),
  good: () => container("WEB", { tag: [tag(2, "t", "html", [template("html", "{{Form Text}}")])], builtInVariable: [builtIn("FORM_TEXT", "Form Text"), builtIn("PAGE_URL", "Page URL")] }),
  *check({ entities, reachable, partial }) {
    if (partial) return
    for (const entity of entities)
      if (entity.kind === "builtInVariable" && !reachable.has(entity) && !alwaysEnabled.has(entity.type))
        yield { path: entity.path, message: `built-in ${quote(entity.name)} is enabled and not used`, edits: [{ remove: entity.path }] }
  },
}
