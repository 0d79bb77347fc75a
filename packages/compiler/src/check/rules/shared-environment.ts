import type { Rule } from "../rule.ts"

export const rule: Rule = {
  severity: "error",
  gate: "T6",
  title: "Two environments share an id or a host",
  *check({ plan }) {
    const seen = new Map<string, string>()
    for (const [name, environment] of Object.entries(plan.site.environments)) {
      const ids: [string, string | undefined][] = [["gtm", environment.gtm], ["gtmServer", environment.gtmServer], ["ga4", environment.ga4]]
      for (const [field, value] of [...ids, ...environment.hosts.map((host): [string, string] => ["hosts", host])]) {
        if (value === undefined) continue
        const other = seen.get(value)
        if (other !== undefined && other !== name)
          yield { path: ["site", "environments", name, field], message: `"${value}" belongs to ${other} and to ${name}`, help: "Every environment has its own containers, property and hosts" }
        seen.set(value, name)
      }
    }
  },
}
