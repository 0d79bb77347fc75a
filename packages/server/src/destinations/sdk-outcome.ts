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

/** Runs an SDK's calls, all of them within one time limit: an answer of the vendor becomes an outcome, everything else (no connection) is thrown on. */
export const sdkOutcome = async (call: () => Promise<Outcome>, read: (error: unknown) => SdkFailure | undefined, { now, timeoutMs }: { now: number; timeoutMs: number }): Promise<Outcome> => {
  try {
    return await within(timeoutMs, call())
  } catch (error) {
    const failure = read(error)
    if (failure === undefined) throw error
    return outcomeOf(failure, now)
  }
}
