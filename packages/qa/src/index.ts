export { runQa } from "./run.ts"
export { CannotRun } from "./errors.ts"
export type { Progress, QaOptions, QaResult, QaSummary } from "./options.ts"
export type { ServerPort, StandInsPort, StoredDelivery, StoredEvent } from "./ports.ts"
