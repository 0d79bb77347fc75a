import { PeerTimeout } from "../delivery/http-client.ts"
import { outcomeOf, type Outcome } from "../delivery/outcome.ts"

/** What an SDK threw, reduced to what the queue needs. Only shapes that the vendors' SDKs document are read. */
export interface SdkFailure {
  status: number
  retryAfter?: string | undefined
  body?: string | undefined
}

/** Neither SDK has a time limit that could be set: what a hanging vendor still holds then is left to the connection's own end. */
const within = <T>(ms: number, work: Promise<T>): Promise<T> =>
  new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new PeerTimeout("timeout")), ms)
    work.then(resolve, reject).finally(() => clearTimeout(timer))
  })

/** `kept`: the SDK may use a connection that is open from before; `new`: it must not. */
export type Connection = "kept" | "new"

/** How a connection ends that the vendor closed, perhaps while it was idle: by the system, by Node, by undici. */
const RESET = new Set(["ECONNRESET", "EPIPE", "UND_ERR_SOCKET"])
const isReset = (error: unknown): boolean => error instanceof Error && (("code" in error && typeof error.code === "string" && RESET.has(error.code)) || isReset(error.cause))

/**
 * An SDK does not say whether the connection that broke had served before. All that we ask of vendors by SDK may be asked twice
 * (look-ups, upserts, deletions), so that it is asked once more at once, on a new connection; a vendor that is in trouble breaks that too.
 */
const onceMore = async (call: (connection: Connection) => Promise<Outcome>): Promise<Outcome> => {
  try {
    return await call("kept")
  } catch (error) {
    if (isReset(error)) return call("new")
    throw error
  }
}

/** Runs an SDK's calls, all of them within one time limit: an answer of the vendor becomes an outcome, everything else (no connection) is thrown on. */
export const sdkOutcome = async (call: (connection: Connection) => Promise<Outcome>, read: (error: unknown) => SdkFailure | undefined, { now, timeoutMs }: { now: number; timeoutMs: number }): Promise<Outcome> => {
  try {
    return await within(timeoutMs, onceMore(call))
  } catch (error) {
    const failure = read(error)
    if (failure === undefined) throw error
    return outcomeOf(failure, now)
  }
}
