import { maskText } from "../privacy/mask.ts"
import type { Claimed, Settlement } from "../store/model.ts"
import type { AttemptResult } from "./attempt.ts"
import { nextWait, type Patience } from "./schedule.ts"

const MOST_ANSWER = 2_000

/** What the queue writes down about an attempt, the time of the next one included. */
export const settlementOf = (claimed: Claimed, result: AttemptResult, at: number, patience: Patience): Settlement => {
  const base = { id: claimed.id, attempt: claimed.attempt, at, dueAt: at }
  if (result.kind === "withheld") return { ...base, state: "withheld", reason: result.reason }
  const peer = { status: result.status, answer: "answer" in result && result.answer !== undefined ? maskText(result.answer).slice(0, MOST_ANSWER) : undefined }
  switch (result.kind) {
    case "delivered":
      return { ...base, ...peer, state: "delivered" }
    case "dead":
      return { ...base, ...peer, state: "dead", reason: result.reason, reasonClass: result.reasonClass }
    case "gone":
      return { ...base, ...peer, state: "dead", reason: "gone", reasonClass: "theirs" }
    case "retry": {
      const wait = nextWait(claimed.tries, result.afterMs, patience)
      if (wait === undefined) return { ...base, ...peer, state: "dead", reason: result.reason, reasonClass: "theirs" }
      return { ...base, ...peer, state: "pending", dueAt: at + wait, reason: result.reason, reasonClass: "theirs" }
    }
  }
}
