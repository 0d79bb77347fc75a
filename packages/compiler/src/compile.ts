import type { Bundle, Finding, ResolvedPlan } from "@tagwright/formats"
import { assemble } from "./assemble.ts"
import { check } from "./check/check.ts"
import { readShape } from "./check/shape.ts"
import { emit, emitWithoutKit } from "./emit/emit.ts"
import { readLock } from "./read/read-lock.ts"
import { readPlan } from "./read/read-plan.ts"
import { resolve } from "./resolve.ts"

/** What came of a plan. `bundle` is absent when the plan has errors that leave nothing to build. */
export type Compilation =
  | { plan: ResolvedPlan; bundle: Bundle; findings: Finding[] }
  | { plan: undefined; bundle: undefined; findings: Finding[] }

/**
 * Plan file → the plan with every default, or findings. An error that a gate judges (it names the gate) does not stop the build:
 * the verdict shows it red with everything else. Any other error does. Throws a Fault when the plan cannot be read.
 */
export const resolvePlan = async (file: string): Promise<{ plan: ResolvedPlan | undefined; findings: Finding[] }> => {
  const source = await readPlan(file)
  const shape = readShape(source)
  if (shape.plan === undefined) return { plan: undefined, findings: shape.findings }
  const findings = check(source, shape.plan, await readLock(file))
  return { plan: findings.some(stopsTheBuild) ? undefined : resolve(shape.plan), findings }
}

/** Plan file → bundle in memory, or findings. */
export const compilePlan = async (file: string): Promise<Compilation> => {
  const { plan, findings } = await resolvePlan(file)
  if (plan === undefined) return { plan, bundle: undefined, findings }
  return { plan, bundle: assemble(plan, await emit(plan), findings), findings }
}

/**
 * Plan file → the files of its bundle but the kit, path → text, or findings. For whoever reads containers, plans or catalogs and
 * builds nothing: making the kit small takes four times as long as all the rest.
 */
export const compileWithoutKit = async (file: string): Promise<{ plan: ResolvedPlan; files: ReadonlyMap<string, string>; findings: Finding[] } | { plan: undefined; files: undefined; findings: Finding[] }> => {
  const { plan, findings } = await resolvePlan(file)
  return plan === undefined ? { plan, files: undefined, findings } : { plan, files: emitWithoutKit(plan), findings }
}

const stopsTheBuild = ({ severity, args }: Finding) => severity === "error" && args["gate"] === undefined
