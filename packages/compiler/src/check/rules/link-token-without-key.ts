import type { Rule } from "../rule.ts"

export const rule: Rule = {
  severity: "error",
  title: "A destination gets signed links, and the plan has no key to sign them with",
  *check({ plan }) {
    for (const [id, destination] of Object.entries(plan.destinations))
      if (plan.identity.links === undefined && "fields" in destination && destination.fields["link_token"] !== undefined)
        yield { path: ["destinations", id, "fields", "link_token"], message: `${id} has a field for signed links, but identity.links is missing`, help: "Name under identity.links the environment variable that holds the key" }
  },
}
