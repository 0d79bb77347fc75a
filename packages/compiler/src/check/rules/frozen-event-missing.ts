import { nearest, type Rule } from "../rule.ts"

export const rule: Rule = {
  severity: "error",
  gate: "T2",
  title: "An approved event was renamed or removed",
  *check({ plan, lock }) {
    const added = Object.keys(plan.events).filter((name) => lock?.events[name] === undefined)
    for (const [name, { since }] of Object.entries(lock?.events ?? {})) {
      if (plan.events[name] !== undefined) continue
      const renamed = nearest(name, added) ?? (added.length === 1 ? added[0] : undefined)
      yield {
        path: renamed === undefined ? ["events"] : ["events", renamed],
        message: `event "${name}", frozen since ${since}, is gone${renamed === undefined ? "" : `; was it renamed to "${renamed}"?`}`,
        help: "Bring the name back: reports and audiences are built on it. A new name is a new event beside the old one",
        args: { event: name, since },
      }
    }
  },
}
