import type { ResolvedPlan } from "@tagwright/formats"
import type { Runbook, Step } from "../alerts/rule.ts"
import { block, code, page, section } from "./markdown.ts"
import { whoIs } from "./people.ts"

const steps = (list: readonly Step[]): string => list.map(({ say, command }, index) => `${index + 1}. ${say}${command === undefined ? "" : `\n\n   ${block(command).replaceAll("\n", "\n   ")}`}`).join("\n")

/** One trouble, always in this order: is it real, what does it cost, what to do, how to know that it is over, who else to call. */
export const runbookPage = (plan: ResolvedPlan, title: string, { symptom, impact, diagnose, fix, verify, escalate }: Runbook): string =>
  page(
    title,
    `**You see:** ${symptom}\n\n**It means:** ${impact}`,
    section("Diagnose", steps(diagnose)),
    section("Fix", steps(fix)),
    section("Verify", steps(verify)),
    section("Escalate", `Not solved in 15 minutes? ${whoIs(plan, escalate)}`),
    section("Words in capitals", `${code("$NAME")} stands for what you see in the step before: an alert's id, a destination of the plan, a number of a delivery. Commands that talk to the server need ${code("TAGWRIGHT_ADMIN_TOKEN")}.`),
  )
