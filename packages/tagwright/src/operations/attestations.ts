import type { ResolvedPlan } from "@tagwright/formats"
import { courseFor, passes } from "@tagwright/operations"
import { openStatement } from "@tagwright/release"
import { existsSync, readFileSync } from "node:fs"
import { join } from "node:path"

const YEAR_MS = 365 * 86_400_000
export const TRAINING_TYPE = "urn:tagwright:training:v1"

/** What somebody signs after a course. */
export interface TrainingStatement {
  type: typeof TRAINING_TYPE
  person: string
  role: string
  course: string
  score: number
  of: number
  signedOn: string
}

/** Beside the plan, so that it is kept with it: `training/<person>.<role>.dsse.json`. */
export const attestationFile = (folder: string, person: string, role: string): string => join(folder, "training", `${person}.${role}.dsse.json`)

const isTraining = (value: unknown): value is TrainingStatement =>
  typeof value === "object" && value !== null && "type" in value && value.type === TRAINING_TYPE && "person" in value && "role" in value && "course" in value && "score" in value && typeof value.score === "number" && "signedOn" in value && typeof value.signedOn === "string"

/** Does this person's attestation for this role hold: own key, this course, passed, not older than a year? */
const holds = (plan: ResolvedPlan, folder: string, person: string, role: string, now: number): boolean => {
  const file = attestationFile(folder, person, role)
  const key = plan.people[person]?.key
  if (key === undefined || !existsSync(file)) return false
  const statement = openStatement(readFileSync(file, "utf8"), key)
  const course = courseFor(plan, role)
  if (!isTraining(statement) || statement.person !== person || statement.role !== role || statement.course !== course.digest || !passes(course, statement.score)) return false
  const age = now - Date.parse(statement.signedOn)
  return age >= 0 && age <= YEAR_MS
}

/** K9, O3: `person/role` of everybody in the plan, trained and not. */
export const trainingCoverage = (plan: ResolvedPlan, folder: string, now: number): { covered: string[]; missing: string[] } => {
  const wanted = Object.entries(plan.people).flatMap(([person, { roles }]) => roles.map((role) => ({ person, role, ok: holds(plan, folder, person, role, now) })))
  const names = (ok: boolean): string[] => wanted.filter((one) => one.ok === ok).map(({ person, role }) => `${person}/${role}`)
  return { covered: names(true), missing: names(false) }
}
