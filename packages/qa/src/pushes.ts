/** How messages of the data layer are judged, for tests of a site: the same rules as in a run. */
export { judgeExpectations, type Expected, type Happened, type Outcome } from "./journey/expect.ts"
export { isObject, violationsOf, type Violation } from "./record/violations.ts"
