import type { CategoryChoice, Touch } from "@tagwright/formats"
import { leadId } from "./identity/lead-id.ts"
import type { Kit, Problem } from "./kit.ts"

export interface Inspection {
  test_mode: boolean
  server: string
  choice: CategoryChoice | undefined
  lead_id: string
  /** First and last touch, once consented to */
  touches: { first: Touch; last: Touch } | undefined
  /** Names of the events that wait for the choice */
  waiting: string[]
  /** The last messages to the data layer, newest last */
  pushes: unknown[]
  problems: Problem[]
}

/** What the kit knows and did: for the console and for tests. */
export const inspect = (kit: Kit): Inspection => ({
  test_mode: !!kit._environment._test,
  server: kit._environment._server,
  choice: kit._choice,
  lead_id: leadId(kit),
  touches: kit._touches?.(),
  waiting: kit._held.map((held) => held._event.name),
  pushes: kit._pushes,
  problems: kit._problems,
})
