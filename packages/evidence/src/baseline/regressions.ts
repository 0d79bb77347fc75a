import type { Difference } from "../compare.ts"
import { profileSections, type Profile, type ProfileSection } from "./profile.ts"

/** One fact that is another than in the baseline. */
export interface Regression {
  change: Difference["change"]
  section: ProfileSection
  /** By this name it is accepted: `pushes: journey / step / event` */
  name: string
  before?: string
  after?: string
}

/** A change that somebody wanted. It holds for exactly this outcome: what changes further must be accepted anew. */
export interface Acceptance {
  name: string
  before?: string
  after?: string
  reason: string
  by: string
  /** YYYY-MM-DD */
  on: string
}

const compareSection = (section: ProfileSection, before: Record<string, string>, after: Record<string, string>): Regression[] =>
  [...new Set([...Object.keys(before), ...Object.keys(after)])].toSorted().flatMap((key): Regression[] => {
    const [a, b] = [before[key], after[key]]
    if (a === b) return []
    return [{ change: a === undefined ? "added" : b === undefined ? "removed" : "changed", section, name: `${section}: ${key}`, ...(a === undefined ? {} : { before: a }), ...(b === undefined ? {} : { after: b }) }]
  })

/** What is otherwise than in the baseline, section by section. Empty: nothing changed. */
export const compareProfiles = (before: Profile, after: Profile): Regression[] => profileSections.flatMap((section) => compareSection(section, before.facts[section], after.facts[section]))

const holds = ({ name, before, after }: Acceptance, regression: Regression): boolean => name === regression.name && before === regression.before && after === regression.after

/** Changes nobody accepted, those somebody did, and acceptances of what is no longer there. */
export const weigh = (regressions: readonly Regression[], accepted: readonly Acceptance[]): { open: Regression[]; accepted: { regression: Regression; acceptance: Acceptance }[]; idle: Acceptance[] } => {
  const judged = regressions.map((regression) => ({ regression, acceptance: accepted.find((one) => holds(one, regression)) }))
  return {
    open: judged.filter(({ acceptance }) => acceptance === undefined).map(({ regression }) => regression),
    accepted: judged.flatMap(({ regression, acceptance }) => (acceptance === undefined ? [] : [{ regression, acceptance }])),
    idle: accepted.filter((one) => !regressions.some((regression) => holds(one, regression))),
  }
}
