import type { Rule } from "../rule.ts"

/** Every TCF banner has markup of its own, and so has one made by hand: QA cannot press what it cannot find. */
const unknownMarkup = new Set(["tcf", "custom"])

export const rule: Rule = {
  severity: "warning",
  title: "QA does not know where the banner's buttons are",
  *check({ plan }) {
    const { cmp, selectors } = plan.consent.banner
    if (unknownMarkup.has(cmp) && selectors === undefined)
      yield { path: ["consent", "banner", "cmp"], message: `tagwright run cannot press the buttons of a "${cmp}" banner`, help: "Add consent.banner.selectors: banner, accept, reject, settings, save, reopen" }
  },
}
