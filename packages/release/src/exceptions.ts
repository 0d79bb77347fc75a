import type { ExcusedFinding, GateFinding, GateId, ResolvedPlan } from "@tagwright/formats"

type Exception = ResolvedPlan["policy"]["exceptions"][number]

/** Parts a gate's findings into those that stand and those that the policy excuses today. An expired exception excuses nothing. */
export const applyExceptions = (
  gate: GateId,
  findings: readonly GateFinding[],
  exceptions: readonly Exception[],
  today: string,
): { standing: GateFinding[]; excused: ExcusedFinding[]; expired: Exception[] } => {
  const own = exceptions.filter((exception) => exception.gate === gate)
  const parted = findings.map((finding) => ({ finding, exception: own.find(({ code, expires }) => code === finding.code && expires >= today) }))
  return {
    standing: parted.flatMap(({ finding, exception }) => (exception === undefined ? [finding] : [])),
    excused: parted.flatMap(({ finding, exception }) => (exception === undefined ? [] : [{ ...finding, reason: exception.reason, owner: exception.owner, expires: exception.expires }])),
    expired: own.filter(({ expires, code }) => expires < today && findings.some((finding) => finding.code === code)),
  }
}
