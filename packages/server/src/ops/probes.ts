import type { ServerContext } from "../context.ts"
import { jsonAnswer, type Answer } from "../http/answer.ts"

/** A probe's result counts for this long; kubelets ask every few seconds, each real one costs an fsync. */
const FRESH_MS = 5_000

/** Ready means: can commit. A destination's outage is not our unreadiness; what is queued waits. */
export const readiness = (context: ServerContext, isDraining: () => boolean): (() => Promise<Answer>) => {
  let checkedAt = Number.NEGATIVE_INFINITY
  let problem: string | undefined
  return async () => {
    if (isDraining()) return jsonAnswer(503, { ready: false, reason: "draining" })
    const now = context.clock.now()
    if (now - checkedAt > FRESH_MS || problem !== undefined || context.store.broken !== undefined) {
      checkedAt = now
      problem = await context.store.probe(now).then(
        () => undefined,
        () => "cannot_write",
      )
    }
    return jsonAnswer(problem === undefined ? 200 : 503, { ready: problem === undefined, ...(problem !== undefined && { reason: problem }) })
  }
}
