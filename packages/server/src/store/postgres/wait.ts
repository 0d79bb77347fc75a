import { Fault } from "@tagwright/formats"
import type { Clock } from "../../clock.ts"
import { mayComeBack } from "./connect.ts"

const LOOK_AGAIN_MS = 1_000
/** The same reason is told again this seldom. */
const TELL_EVERY_MS = 60_000

export interface Waiting {
  clock: Clock
  /** Ends the wait */
  signal?: AbortSignal | undefined
  /** Told why the database cannot be used yet: at once, when the reason changes, and once a minute */
  onWaiting(reason: string): void
}

const reasonOf = (error: unknown): string => {
  if (!(error instanceof Error)) return String(error)
  // Of a host with several addresses the message is empty (AggregateError).
  return error.message || ("code" in error ? String(error.code) : error.name)
}
const sleep = ({ clock, signal }: Waiting): Promise<void> =>
  new Promise((resolve) => {
    const end = (): void => (cancel(), signal?.removeEventListener("abort", end), resolve())
    const cancel = clock.after(LOOK_AGAIN_MS, end)
    signal?.addEventListener("abort", end)
  })

/**
 * Opens a database that may not be there yet: refuses, starts, recovers, has no primary. What no waiting mends (password, name of
 * the database, another version) is thrown at once.
 */
export const whenThere = async <T>(open: () => Promise<T>, waiting: Waiting): Promise<T> => {
  const { clock, signal, onWaiting } = waiting
  for (let told = { reason: "", at: 0 }; ; await sleep(waiting)) {
    if (signal?.aborted === true) throw new Fault("machine", "stopped while it waited for the database", "Start it again when PostgreSQL runs")
    try {
      return await open()
    } catch (error) {
      const cause = error instanceof Fault ? error.cause : error
      if (!mayComeBack(cause)) throw error
      const reason = reasonOf(cause)
      if (reason === told.reason && clock.now() - told.at < TELL_EVERY_MS) continue
      told = { reason, at: clock.now() }
      onWaiting(reason)
    }
  }
}
