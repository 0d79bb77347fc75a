import type { DrillWorld } from "./world.ts"

/** One step of the runbook. `command` is what an operator types; `$NAME`s are filled in by `values` when the step is walked. */
export interface DrillStep {
  say: string
  command?: string
  /** For what no command of ours does: exchange a variable, mend a page */
  act?: (world: DrillWorld) => Promise<void>
}

/** A way to break a copy of the system, what must notice it, and the way back. */
export interface Drill {
  /** Page that is walked, below the documents' folder */
  page: string
  /** What notices the damage, in words */
  detectedBy: string
  /** Undefined, or why this plan cannot be drilled so */
  unfit?: (world: DrillWorld) => string | undefined
  damage(world: DrillWorld): Promise<void>
  /** Has something noticed it? Asked again and again. */
  detected(world: DrillWorld): Promise<boolean>
  steps: readonly DrillStep[]
  /** Is all well again? Asked again and again. */
  recovered(world: DrillWorld): Promise<boolean>
}
