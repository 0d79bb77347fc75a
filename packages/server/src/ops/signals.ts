import type { NewEvent } from "../store/model.ts"

export type Signal = { type: "event"; id: string; event: string; source: string } | { type: "delivery"; id: number; event: string; destination: string; state: string; reason?: string | undefined }

/** Tells the parts of the server that something durable happened. Nothing depends on a signal: a lost one costs a timer's wait. */
export interface Signals {
  stored(events: readonly NewEvent[], verdicts: readonly string[]): void
  settled(signal: Signal): void
  /** `destinations` now have something to send */
  onWork(wake: (destinations: ReadonlySet<string>) => void): void
  work(destinations: ReadonlySet<string>): void
  /** Live view; the answer unsubscribes */
  onSignal(listener: (signal: Signal) => void): () => void
  /** Live views end with the server */
  onClose(end: () => void): void
  close(): void
}

export const createSignals = (): Signals => {
  const listeners = new Set<(signal: Signal) => void>()
  const ends = new Set<() => void>()
  const workers = new Set<(destinations: ReadonlySet<string>) => void>()
  const emit = (signal: Signal): void => listeners.forEach((listener) => listener(signal))
  const work = (destinations: ReadonlySet<string>): void => workers.forEach((wake) => wake(destinations))
  return {
    stored: (events, verdicts) => {
      const woken = new Set<string>()
      events.forEach((event, index) => {
        if (verdicts[index] === "duplicate") return
        for (const one of event.deliveries) if (one.state === "pending") woken.add(one.destination)
        if (listeners.size > 0) emit({ type: "event", id: event.id, event: event.name, source: event.source })
      })
      if (woken.size > 0) work(woken)
    },
    settled: emit,
    work,
    onWork: (wake) => void workers.add(wake),
    onClose: (end) => void ends.add(end),
    close: () => ends.forEach((end) => end()),
    onSignal: (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}
