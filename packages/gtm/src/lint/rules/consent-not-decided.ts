import { isTemplateType } from "../../container/templates.ts"
import { container, needs, tag } from "../build.ts"
import { quote, tagsOf } from "../look.ts"
import type { Rule } from "../rule.ts"

/** Google's own tags bring their consent checks along; these do not. */
const withoutOwnChecks: ReadonlySet<string> = new Set(["html", "img", "baut", "hjtc", "bzi", "awc", "awj", "asp", "crto", "cegg", "csm", "mf", "pntr", "qcm", "qpx", "pa", "twitter_website_tag"])

export const rule: Rule = {
  severity: "warning",
  title: "A tag of another vendor has no decision about consent",
  why: "With “not set” it runs whatever the visitor chose.",
  fix: "Require the consent types it needs, or say “no additional consent required”.",
  bad: () => container("WEB", { tag: [tag(1, "a", "html", [], ["2147479553"])] }),
  good: () => container("WEB", { tag: [tag(1, "a", "html", [], ["2147479553"], { consentSettings: needs("ad_storage") })] }),
  *check(model) {
    if (model.kind !== "web") return
    for (const { tag: one, path } of tagsOf(model)) {
      // What runs at consent initialization is what sets consent: it cannot wait for it.
      if (one.firingTriggerId?.some((id) => id === "2147479572" || model.triggers.get(id)?.type === "CONSENT_INIT")) continue
      const decided = one.consentSettings !== undefined && one.consentSettings.consentStatus !== "NOT_SET"
      if (!decided && !one.paused && (withoutOwnChecks.has(one.type) || isTemplateType(one.type))) yield { path, message: `tag ${quote(one.name)} runs whatever the visitor chose` }
    }
  },
}
