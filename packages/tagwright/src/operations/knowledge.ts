import { rules as planRules } from "@tagwright/compiler"
import { gateIds, gates } from "@tagwright/formats"
import { rules as containerRules } from "@tagwright/gtm/format"
import type { FindingKnowledge } from "@tagwright/operations"
import { gateTable } from "@tagwright/release"

const systemOfGate: Readonly<Record<string, string>> = { P: "privacy", T: "site", O: "server" }

/** What every check can find, gathered where all of them are known. Codes that two checks share have one page. */
export const findingKnowledge = (): FindingKnowledge[] => {
  const ofPlan = Object.entries(planRules).map(([code, { title }]): FindingKnowledge => ({ code, origin: "check of the plan", title, help: "The finding itself says how: see its `help`. The plan's reference is `docs/plan.md`.", command: "tagwright check", system: "site" }))
  const ofGates = gateIds.flatMap((id) =>
    Object.entries(gateTable[id].codes).map(([code, help]): FindingKnowledge => ({ code, origin: `gate ${id}`, title: gates[id].title, help, command: "tagwright judge", system: systemOfGate[id.charAt(0)] ?? "site" })),
  )
  const ofLint = Object.entries(containerRules).map(([code, { title, why, fix }]): FindingKnowledge => ({ code, origin: "lint of a container", title, help: `${why} ${fix}`, command: "tagwright gtm lint $FILE", system: "containers" }))
  return [...new Map([...ofLint, ...ofPlan, ...ofGates].map((finding) => [finding.code, finding])).values()].toSorted((a, b) => a.code.localeCompare(b.code))
}
