import type { ResolvedPlan } from "@tagwright/formats"
import { block, code, page, section } from "./markdown.ts"
import { whoIs } from "./people.ts"

/** A code that some check can give, with what its owner says about it. Handed in: only the command line knows all checks. */
export interface FindingKnowledge {
  code: string
  /** e.g. `gate P1`, `plan`, `lint` */
  origin: string
  title: string
  help: string
  /** Command that shows it, and shows that it is gone */
  command: string
  /** System whose people are called */
  system: string
}

export const findingPath = (code: string): string => `runbooks/findings/${code}.md`

export const findingPage = (plan: ResolvedPlan, { code: name, origin, title, help, command, system }: FindingKnowledge): string =>
  page(
    name,
    `**You see:** ${code(name)} (${origin}): ${title}`,
    section("Diagnose", "The finding names the place: file and line of the plan, the step of a journey, the tag, or the line of the evidence. See it again:", block(command)),
    section("Fix", help),
    section("Verify", "The same command no longer shows it:", block(command)),
    section("Escalate", whoIs(plan, system)),
  )
