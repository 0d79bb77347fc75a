import { consentTypes } from "@tagwright/formats"
import type { Rule } from "../rule.ts"

export const rule: Rule = {
  severity: "error",
  gate: "P2",
  title: "A Consent Mode type belongs to no category, or to two",
  *check({ plan }) {
    for (const type of consentTypes) {
      const owners = Object.entries(plan.consent.categories).filter(([, { grants }]) => grants.includes(type))
      if (owners.length === 0)
        yield { path: ["consent", "categories"], message: `no category grants ${type}`, help: "Add it to a category: a type without a state counts as granted in Tag Manager" }
      const second = owners[1]
      if (second !== undefined)
        yield { path: ["consent", "categories", second[0], "grants"], message: `${type} is granted by ${owners.map(([name]) => name).join(" and ")}`, help: "One type, one category: else refusing one category does not deny it" }
    }
  },
}
