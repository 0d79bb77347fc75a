import type { Rule } from "../rule.ts"

export const rule: Rule = {
  severity: "error",
  gate: "P5",
  title: "There must be a test environment, and production must not be one",
  *check({ plan }) {
    const environments = Object.entries(plan.site.environments)
    if (!environments.some(([, { testMode }]) => testMode))
      yield { path: ["site", "environments"], message: "no environment has testMode: true", help: "QA needs one whose data never enters production figures" }
    if (!environments.some(([, { testMode }]) => !testMode))
      yield { path: ["site", "environments"], message: "every environment is a test environment", help: "Add production, without testMode" }
  },
}
