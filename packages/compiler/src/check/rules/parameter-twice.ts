import type { Rule } from "../rule.ts"

export const rule: Rule = {
  severity: "error",
  title: "An event names a parameter twice",
  *check({ plan }) {
    for (const [name, { required, optional }] of Object.entries(plan.events)) {
      const all = [...required, ...optional]
      for (const [index, id] of all.entries())
        if (all.indexOf(id) !== index)
          yield {
            path: index < required.length ? ["events", name, "required", index] : ["events", name, "optional", index - required.length],
            message: `event "${name}" names parameter "${id}" twice`,
            help: "Keep it once, as required or as optional",
          }
    }
  },
}
