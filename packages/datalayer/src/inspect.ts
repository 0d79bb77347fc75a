import { touches } from "./attribution/attribution.ts"
import { consent } from "./consent/granted.ts"
import type { Inspection } from "./globals.ts"
import { leadId } from "./identity/lead-id.ts"
import { choice, environment, held, problems } from "./kit.ts"
import { DEVELOPMENT, HAS_ATTRIBUTION } from "./plan.ts"
import { sentence } from "./problems.ts"
import { pushes } from "./push/track.ts"

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
