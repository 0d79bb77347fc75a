import { consentTypes } from "@tagwright/formats"
import { listOf, text } from "../../container/parameters.ts"
import { container, needs, tag } from "../build.ts"
import { quote, tagsOf } from "../look.ts"
import type { Rule } from "../rule.ts"

const known: readonly string[] = consentTypes

export const rule: Rule = {
  severity: "warning",
  title: "A tag needs a consent type that is not one of Consent Mode's",
  why: "Custom types are allowed, but only a banner that sets exactly this name ever grants them; a spelling mistake means never.",
  fix: "Check the spelling, e.g. ad_storage, analytics_storage, ad_user_data, ad_personalization.",
  bad: () => container("WEB", { tag: [tag(1, "a", "html", [], ["2147479553"], { consentSettings: needs("add_storage") })] }),
  good: () => container("WEB", { tag: [tag(1, "a", "html", [], ["2147479553"], { consentSettings: needs("ad_storage") })] }),
  *check(model) {
    for (const { tag: one, path } of tagsOf(model))
      for (const [index, type] of listOf(one.consentSettings?.consentType).entries()) {
        const name = text(type) ?? ""
        if (!known.includes(name) && !name.includes("{{")) yield { path: [...path, "consentSettings", "consentType", "list", index], message: `tag ${quote(one.name)} needs the consent type ${quote(name)}` }
      }
  },
}
