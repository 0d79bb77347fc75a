import type { ServerContext } from "../context.ts"
import { HttpError, jsonAnswer, type Answer, type Call, type Handler } from "../http/answer.ts"

/** A probe's result counts for this long; kubelets ask every few seconds, each real one costs an fsync. */
const FRESH_MS = 5_000

export const alive: Handler = () => ({ status: 200, body: "alive\n" })

const COME_BACK_S = 2
/** While the store is being opened, or waited for: alive, not ready, and senders come again. */
export const notYet: Handler = (call) => {
  if (call.path === "/livez") return alive(call)
  if (call.path === "/readyz") return jsonAnswer(503, { ready: false, reason: "waiting_for_database" })
  throw new HttpError(503, "starting", COME_BACK_S)
}

export interface ServerState {
  isDraining(): boolean
  /** Calls that are kept here until the database comes; undefined: it is there */
  spooled(): number | undefined
}

/**
 * Ready means: can commit, to the database or, while that is away, on this machine; then it says so. A destination's outage is not our unreadiness; what is queued waits.
 * `?verbose` lists each check, for people.
 */
export const readiness = (context: ServerContext, { isDraining, spooled }: ServerState): ((call: Call) => Promise<Answer>) => {
  let checkedAt = Number.NEGATIVE_INFINITY
  let canWrite = false
  const checkDisk = async (): Promise<boolean> => {
    const now = context.clock.now()
    // A clock that was set back makes a result old, not fresh for hours.
    const isFresh = canWrite && context.store.broken === undefined && Math.abs(now - checkedAt) <= FRESH_MS
    if (isFresh) return true
    checkedAt = now
    canWrite = await context.store.probe(now).then(
      () => true,
      () => false,
    )
    return canWrite
  }
  return async (call) => {
    const isWritable = isDraining() ? canWrite : await checkDisk()
    const checks = { accepting: !isDraining(), can_write: isWritable, has_room_in_queue: !context.store.saturated }
    const reason = isDraining() ? "draining" : isWritable ? undefined : "cannot_write"
    const kept = spooled()
    return jsonAnswer(reason === undefined ? 200 : 503, { ready: reason === undefined, ...(reason !== undefined && { reason }), ...(kept !== undefined && { waits_for: "database", spooled_calls: kept }), ...(new URLSearchParams(call.search).has("verbose") && { checks }) })
  }
}
