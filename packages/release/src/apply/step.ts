/**
 * One step of a deployment. `apply` and `undo` may each be called again after they were cut short anywhere: they look at
 * what is there, and do what is left. `undo` after an `apply` that never began changes nothing.
 */
export interface DeployStep {
  id: string
  title: string
  /** Answers what it found or did, for the receipt. Throws when it cannot. */
  apply(): Promise<string>
  undo(): Promise<string>
}
