import type { GateFinding, OperationRecord } from "@tagwright/formats"
import type { Context } from "../gate.ts"

interface Outcome {
  summary: string
  findings: GateFinding[]
  notApplicable?: true
}

/**
 * The rule of gates O1 to O4: without records nothing can be said. A policy that requires the gate then gets an error; one
 * that does not is told that the question was not asked.
 */
export const judgeOperations = (context: Context, missing: () => GateFinding, judge: (records: readonly OperationRecord[]) => Outcome): Outcome => {
  if (context.operations !== undefined) return judge(context.operations)
  return context.required ? { summary: "There are no records of operations.", findings: [missing()] } : { summary: "The policy does not require it, and no records of operations were handed in.", findings: [], notApplicable: true }
}
