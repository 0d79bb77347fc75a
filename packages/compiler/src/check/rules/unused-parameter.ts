import type { Rule } from "../rule.ts"

export const rule: Rule = {
  severity: "warning",
  title: "A parameter of the dictionary is used by no event",
  *check({ plan }) {
    const used = new Set(Object.values(plan.events).flatMap(({ required, optional }) => [...required, ...optional]))
    for (const name of Object.keys(plan.parameters))
      if (!used.has(name)) yield { path: ["parameters", name], message: `no event uses parameter "${name}"`, help: "Add it to an event, or remove it" }
  },
}
