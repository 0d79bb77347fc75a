import { alertNames, alertPage, alertRules } from "../alerts/index.ts"
import type { Runbook } from "../alerts/rule.ts"
import { deadLetterRunbooks } from "./dead-letters.ts"

/** Every runbook by the path of its page: one per alert, one per reason of a dead letter. */
export const runbooks: ReadonlyMap<string, { title: string; runbook: Runbook }> = new Map([
  ...alertNames.map((name): [string, { title: string; runbook: Runbook }] => [alertPage(name), { title: name, runbook: alertRules[name].runbook }]),
  ...Object.entries(deadLetterRunbooks).map(([reason, runbook]): [string, { title: string; runbook: Runbook }] => [`runbooks/dead-letters/${reason}.md`, { title: `Dead letters: ${reason}`, runbook }]),
])
