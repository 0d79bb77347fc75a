import type { CategoryChoice, Touch } from "@tagwright/formats"
import { touches } from "./attribution/attribution.ts"
import { consent } from "./consent/granted.ts"
import { leadId } from "./identity/lead-id.ts"
import { choice, environment, held, problems, type Problem } from "./kit.ts"
import { DEVELOPMENT, HAS_ATTRIBUTION } from "./plan.ts"
import { sentence } from "./problems.ts"
import { pushes } from "./push/track.ts"

export interface Inspection {
  test_mode: boolean
  choice: CategoryChoice | undefined
  lead_id: string
  /** First and last touch, once consented to */
  touches?: { first: Touch; last: Touch } | undefined
  /** Names of the events that wait for the choice */
  waiting: string[]
  /** The last messages to the data layer, newest last */
  pushes: unknown[]
  /** With a sentence each in the development build */
  problems: (Problem & { sentence?: string })[]
}

/** What the kit knows and did: for the console and for tests. */
export const inspect = (): Inspection => ({
  test_mode: !!environment._test,
  choice: choice && consent(),
  lead_id: leadId(),
  ...(HAS_ATTRIBUTION && { touches }),
  waiting: held.map(([{ name }]) => name),
  pushes,
  problems: DEVELOPMENT ? problems.map((problem) => ({ ...problem, sentence: sentence(problem) })) : problems,
})
