import type { ResolvedPlan } from "@tagwright/formats"
import { list, page, section, table } from "./markdown.ts"

const person = (plan: ResolvedPlan, key: string | undefined): string => {
  const found = key === undefined ? undefined : plan.people[key]
  return found === undefined ? "nobody" : `${found.name}${found.reach === undefined ? "" : ` (${found.reach})`}`
}

/** Who is called for a system, in words. */
export const whoIs = (plan: ResolvedPlan, system: string): string => {
  const owner = plan.operations.owners[system]
  if (owner === undefined) return `Nobody is named for "${system}" in the plan (operations.owners): name somebody before you need them.`
  return `Call ${person(plan, owner.first)}${owner.second === undefined ? "" : `; when they do not answer, ${person(plan, owner.second)}`}.`
}

export const systemsOf = ({ destinations, webhooks }: ResolvedPlan): string[] => ["site", "server", "containers", "privacy", ...Object.keys(destinations), ...Object.keys(webhooks)]

export const contactsPage = (plan: ResolvedPlan): string =>
  page(
    "Who to call",
    section("By system", table(["System", "First", "Then"], systemsOf(plan).map((system) => [system, person(plan, plan.operations.owners[system]?.first), person(plan, plan.operations.owners[system]?.second)]))),
    section("On call, week by week", plan.operations.onCall.length === 0 ? "Nobody is named (operations.onCall)." : list(plan.operations.onCall.map((key) => person(plan, key)))),
    section("Where alerts go", Object.keys(plan.operations.channels).length === 0 ? "Nowhere (operations.channels)." : list(Object.entries(plan.operations.channels).map(([id, { type, severities }]) => `${id}: ${type}, for ${severities.join(" and ")}`))),
    section("Everybody", table(["Name", "Roles", "Reach"], Object.values(plan.people).map(({ name, roles, reach = "–" }) => [name, roles.join(", "), reach]))),
  )
