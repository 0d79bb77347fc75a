export { runQa } from "./run.ts"
export { findBrowser } from "./browser/find.ts"
export type { Progress, QaOptions, QaResult, QaSummary, ServerUnderTest } from "./options.ts"
