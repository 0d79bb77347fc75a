import { outcomeOf, type Outcome } from "../delivery/outcome.ts"

/** What an SDK threw, reduced to what the queue needs. Only shapes that the vendors' SDKs document are read. */
export interface SdkFailure {
  status: number
  retryAfter?: string | undefined
  body?: string | undefined
}

/** Runs an SDK call: an answer of the vendor becomes an outcome, everything else (no connection) is thrown on. */
export const sdkOutcome = async (call: () => Promise<Outcome>, read: (error: unknown) => SdkFailure | undefined, now: number): Promise<Outcome> => {
  try {
    return await call()
  } catch (error) {
    const failure = read(error)
    if (failure === undefined) throw error
    return outcomeOf(failure, now)
  }
}
