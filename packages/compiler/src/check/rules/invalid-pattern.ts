import type { Rule } from "../rule.ts"

const problem = (pattern: string): string | undefined => {
  try {
    new RegExp(pattern, "u")
    return undefined
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  }
}

export const rule: Rule = {
  severity: "error",
  title: "A pattern is not a regular expression",
  *check({ plan }) {
    for (const [name, { pattern }] of Object.entries(plan.parameters)) {
      const why = pattern === undefined ? undefined : problem(pattern)
      if (why !== undefined) yield { path: ["parameters", name, "pattern"], message: why, help: "Mend the expression" }
    }
  },
}
