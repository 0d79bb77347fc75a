import { Worker } from "node:worker_threads"
import { Fault } from "@tagwright/formats"

/** What a thread can be asked for, by name: each takes one value. */
export type Operations = Record<string, (input: never) => unknown>
export interface Job {
  name: string
  input: unknown
}
export type JobResult = { ok: true; output: unknown } | { ok: false; error: { message: string; disk: boolean } }

/** More waiting jobs than this and the answer is 503: memory stays bounded, and the sender tries again. */
const MOST_WAITING = 20_000
/** Batches handed to the thread at once: one under way, one ready, so that it never waits for this thread. */
const BATCHES_AHEAD = 2

interface Waiting {
  job: Job
  resolve(output: unknown): void
  reject(error: Error): void
}

export interface ThreadClient<O> {
  run<K extends keyof O & string>(name: K, input: O[K] extends (input: infer I) => unknown ? I : never): Promise<O[K] extends (input: never) => infer R ? R : never>
  readonly saturated: boolean
  /** The disk failed, or the thread died; a job that succeeds ends it */
  readonly broken: string | undefined
  close(): Promise<void>
}

/** Runs jobs on a thread, in order; whatever queued up while it worked goes to it as one batch. */
export const startThread = <O>(file: URL, workerData: unknown): ThreadClient<O> => {
  const thread = new Worker(file, { workerData })
  let waiting: Waiting[] = []
  const flying: Waiting[][] = []
  let broken: string | undefined
  let dead: string | undefined
  let onIdle: (() => void) | undefined

  const flush = (): void => {
    while (waiting.length > 0 && flying.length < BATCHES_AHEAD) {
      flying.push(waiting)
      thread.postMessage(waiting.map((one) => one.job))
      waiting = []
    }
    if (flying.length === 0) onIdle?.()
  }
  const settle = (one: Waiting, result: JobResult | undefined): void => {
    if (result?.ok) return one.resolve(result.output)
    const error = result?.error ?? { message: dead ?? "the thread stopped", disk: true }
    if (error.disk) broken = error.message
    one.reject(error.disk ? new Fault("machine", `the disk failed: ${error.message}`, "Look at the disk; nothing that was acknowledged is lost") : new Error(error.message))
  }
  const die = (message: string): void => {
    dead = broken = message
    for (const one of [...flying.flat(), ...waiting]) settle(one, undefined)
    flying.length = waiting.length = 0
    onIdle?.()
  }
  thread.on("message", (results: JobResult[]) => {
    if (results.some((result) => result.ok)) broken = undefined
    flying.shift()?.forEach((one, index) => settle(one, results[index]))
    flush()
  })
  const stopped = new Promise<void>((resolve) => thread.on("exit", () => (die("the thread stopped"), resolve())))
  thread.on("error", (error) => die(error.message))

  let scheduled = false
  const schedule = (): void => {
    if (scheduled) return
    scheduled = true
    // Whatever this turn of the event loop brings goes together.
    setImmediate(() => {
      scheduled = false
      flush()
    })
  }
  return {
    run: (name, input) =>
      new Promise((resolve, reject) => {
        // The thread runs the very operation that `name` types; the pair crosses a message port, where types end.
        const one: Waiting = { job: { name, input }, resolve: (output) => resolve(output as Parameters<typeof resolve>[0]), reject }
        if (dead !== undefined) return settle(one, undefined)
        waiting.push(one)
        schedule()
      }),
    get saturated() {
      return waiting.length > MOST_WAITING
    },
    get broken() {
      return broken
    },
    close: async () => {
      await new Promise<void>((resolve) => {
        onIdle = resolve
        flush()
      })
      thread.postMessage("close")
      await stopped
    },
  }
}
