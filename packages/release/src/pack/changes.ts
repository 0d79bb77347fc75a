import { canonicalJson, type ResolvedPlan } from "@tagwright/formats"

/** One difference between two plans, as a changelog tells it. */
export interface PlanChange {
  change: "added" | "removed" | "changed"
  what: "event" | "parameter" | "destination" | "page" | "webhook" | "journey" | "consent category" | "environment"
  name: string
}

const parts: Record<PlanChange["what"], (plan: ResolvedPlan) => Record<string, unknown>> = {
  event: (plan) => plan.events,
  parameter: (plan) => plan.parameters,
  destination: (plan) => plan.destinations,
  "consent category": (plan) => plan.consent.categories,
  page: (plan) => plan.pages,
  webhook: (plan) => plan.webhooks,
  journey: (plan) => plan.journeys,
  environment: (plan) => plan.site.environments,
}
const kinds: readonly PlanChange["what"][] = ["event", "parameter", "destination", "consent category", "page", "webhook", "journey", "environment"]

const changeOf = (before: unknown, after: unknown): PlanChange["change"] | undefined => {
  if (before === undefined) return "added"
  if (after === undefined) return "removed"
  return canonicalJson(before) === canonicalJson(after) ? undefined : "changed"
}

/** What changed from one plan to the next, part by part, in the order of names. */
export const planChanges = (before: ResolvedPlan, after: ResolvedPlan): PlanChange[] =>
  kinds.flatMap((what) => {
    const [a, b] = [parts[what](before), parts[what](after)]
    const names = [...new Set([...Object.keys(a), ...Object.keys(b)])].sort()
    return names.flatMap((name) => {
      const change = changeOf(a[name], b[name])
      return change === undefined ? [] : [{ change, what, name }]
    })
  })

const titles: Record<PlanChange["change"], string> = { added: "Added", removed: "Removed", changed: "Changed" }

/** `CHANGES.md` of a release. */
export const changesText = (version: string, changes: readonly PlanChange[] | undefined): string => {
  if (changes === undefined) return `# ${version}\n\nThe first release: there is none to compare it with.\n`
  if (changes.length === 0) return `# ${version}\n\nThe plan is the same as in the release before.\n`
  const sections = (["added", "changed", "removed"] as const).flatMap((change) => {
    const list = changes.filter((one) => one.change === change)
    return list.length === 0 ? [] : [`## ${titles[change]}\n\n${list.map(({ what, name }) => `- ${what} \`${name}\``).join("\n")}\n`]
  })
  return `# ${version}\n\n${sections.join("\n")}`
}
