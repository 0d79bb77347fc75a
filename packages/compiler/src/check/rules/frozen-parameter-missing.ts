import type { Rule } from "../rule.ts"

export const rule: Rule = {
  severity: "error",
  gate: "T2",
  title: "An approved event lost a required parameter",
  *check({ plan, lock }) {
    for (const [name, { since, required }] of Object.entries(lock?.events ?? {})) {
      const event = plan.events[name]
      for (const parameter of required)
        if (event !== undefined && !event.required.includes(parameter))
          yield {
            path: ["events", name, "required"],
            message: `event "${name}", frozen since ${since}, no longer requires "${parameter}"`,
            help: "Bring the parameter back; new ones may be added freely",
            args: { event: name, parameter, since },
          }
    }
  },
}
