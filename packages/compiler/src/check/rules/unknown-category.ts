import { didYouMean, type Rule } from "../rule.ts"

export const rule: Rule = {
  severity: "error",
  title: "A consent category is named that the plan does not have",
  *check({ plan }) {
    const known = Object.keys(plan.consent.categories)
    for (const [id, { consent }] of Object.entries(plan.destinations))
      if (!known.includes(consent)) yield { path: ["destinations", id, "consent"], message: `consent category "${consent}" does not exist`, help: didYouMean(consent, known) }
    for (const [index, name] of plan.consent.globalPrivacyControl.entries())
      if (!known.includes(name)) yield { path: ["consent", "globalPrivacyControl", index], message: `consent category "${name}" does not exist`, help: didYouMean(name, known) }
    for (const [index, { grant }] of plan.consent.regions.entries())
      for (const [at, name] of grant.entries())
        if (!known.includes(name)) yield { path: ["consent", "regions", index, "grant", at], message: `consent category "${name}" does not exist`, help: didYouMean(name, known) }
    for (const [journey, { steps }] of Object.entries(plan.journeys))
      for (const [at, step] of steps.entries())
        if ("consent" in step && !choices.includes(step.consent) && !known.includes(step.consent))
          yield { path: ["journeys", journey, "steps", at, "consent"], message: `consent category "${step.consent}" does not exist`, help: didYouMean(step.consent, [...choices, ...known]) }
  },
}

/** What a step may choose besides one category alone */
const choices = ["scenario", "all", "none"]
