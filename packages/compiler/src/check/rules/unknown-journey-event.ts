import { didYouMean, type Rule } from "../rule.ts"

export const rule: Rule = {
  severity: "error",
  title: "A journey expects an event or parameter that the plan does not have",
  *check({ plan }) {
    const known = Object.keys(plan.events)
    for (const [journey, { steps }] of Object.entries(plan.journeys))
      for (const [at, { expect }] of steps.entries())
        for (const [index, expected] of expect.entries()) {
          const path = ["journeys", journey, "steps", at, "expect", index]
          const entries: [string, Record<string, unknown>][] = typeof expected === "string" ? [[expected, {}]] : Object.entries(expected)
          for (const [name, parameters] of entries) {
            const event = plan.events[name]
            if (event === undefined) yield { path, message: `event "${name}" does not exist`, help: didYouMean(name, known) }
            const own = event === undefined ? [] : [...event.required, ...event.optional]
            for (const parameter of Object.keys(parameters))
              if (event !== undefined && !own.includes(parameter))
                yield { path: [...path, name, parameter], message: `event "${name}" has no parameter "${parameter}"`, help: didYouMean(parameter, own) }
          }
        }
  },
}
