import type { Finding, Plan, PlanLock } from "@tagwright/formats"
import type { PlanSource } from "../read/source.ts"
import { type Rule } from "./rule.ts"
import { rules } from "./rules.ts"

/** Every breach of every rule, in the order of the file. */
export const check = (source: PlanSource, plan: Plan, lock: PlanLock | undefined): Finding[] => {
  const table: Record<string, Rule> = rules
  const findings = Object.entries(table).flatMap(([code, rule]) =>
    [...rule.check({ plan, lock })].map(
      ({ path, message, help, args }): Finding => ({
        code,
        severity: rule.severity,
        message,
        at: source.locate(path),
        args: { ...args, ...(rule.gate === undefined ? {} : { gate: rule.gate }) },
        help,
      }),
    ),
  )
  return findings.sort((a, b) => (a.at.line ?? 0) - (b.at.line ?? 0) || (a.at.column ?? 0) - (b.at.column ?? 0) || (a.code < b.code ? -1 : 1))
}
