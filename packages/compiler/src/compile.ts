import type { Bundle, Finding, ResolvedPlan } from "@tagwright/formats"
import { assemble } from "./assemble.ts"
import { check } from "./check/check.ts"
import { readShape } from "./check/shape.ts"
import { emit } from "./emit/emit.ts"
import { readLock } from "./read/read-lock.ts"
import { readPlan } from "./read/read-plan.ts"
import { resolve } from "./resolve.ts"

/** What came of a plan. `bundle` is absent when the plan has errors that leave nothing to build. */
export type Compilation =
  | { plan: ResolvedPlan; bundle: Bundle; findings: Finding[] }
  | { plan: undefined; bundle: undefined; findings: Finding[] }

/**
 * Plan file → bundle in memory, or findings. An error that a gate judges (it names the gate) does not stop the build:
 * the verdict shows it red with everything else. Any other error does. Throws a Fault when the plan cannot be read.
 */
export const compilePlan = async (file: string): Promise<Compilation> => {
  const source = await readPlan(file)
  const shape = readShape(source)
  if (shape.plan === undefined) return { plan: undefined, bundle: undefined, findings: shape.findings }
  const findings = check(source, shape.plan, await readLock(file))
  if (findings.some(stopsTheBuild)) return { plan: undefined, bundle: undefined, findings }
  const plan = resolve(shape.plan)
  const bundle = assemble(plan, await emit(plan), findings)
  return { plan, bundle, findings }
}

const stopsTheBuild = ({ severity, args }: Finding) => severity === "error" && args["gate"] === undefined
