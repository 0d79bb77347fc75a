import { didYouMean, type Rule } from "../rule.ts"

export const rule: Rule = {
  severity: "error",
  title: "A page is named that the plan does not have",
  *check({ plan }) {
    const known = Object.keys(plan.pages)
    for (const [name, { on }] of Object.entries(plan.events))
      if (on !== undefined && "page" in on && !known.includes(on.page))
        yield { path: ["events", name, "on", "page"], message: `page "${on.page}" does not exist`, help: didYouMean(on.page, known) }
    for (const [index, { page }] of plan.waivers.entries())
      if (page !== undefined && !known.includes(page)) yield { path: ["waivers", index, "page"], message: `page "${page}" does not exist`, help: didYouMean(page, known) }
  },
}
