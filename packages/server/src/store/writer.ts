import { Worker } from "node:worker_threads"
import { Fault } from "@tagwright/formats"
import type { InputOf, Job, JobResult, OperationName, OutputOf } from "./operations/index.ts"

/** More waiting writes than this and the answer is 503: memory stays bounded, and the sender tries again. */
const MOST_WAITING = 20_000
/** Batches handed to the thread at once: one in its commit, one ready, so that it never waits for this thread. */
const BATCHES_AHEAD = 2

interface Waiting {
  job: Job
  resolve(output: unknown): void
  reject(error: Error): void
}

/** The writing side of the store. Every promise settles after the fsync, or rejects. */
export interface Writer {
  run<K extends OperationName>(name: K, input: InputOf<K>): Promise<OutputOf<K>>
  /** Too much is waiting: ask senders to come back */
  readonly saturated: boolean
  /** The disk failed; only a restart or, when it was full, a successful probe ends this */
  readonly broken: string | undefined
  close(): Promise<void>
}

export const startWriter = (paths: { database: string; vault: string }): Writer => {
  const thread = new Worker(new URL("./writer-thread.ts", import.meta.url), { workerData: paths })
  let waiting: Waiting[] = []
  const flying: Waiting[][] = []
  let broken: string | undefined
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
    const error = result?.error ?? { message: "the writer stopped", disk: true }
    if (error.disk) broken = error.message
    one.reject(error.disk ? new Fault("machine", `the disk failed: ${error.message}`, "Look at the disk; nothing that was acknowledged is lost") : new Error(error.message))
  }
  thread.on("message", (results: JobResult[]) => {
    if (results.some((result) => result.ok)) broken = undefined
    flying.shift()?.forEach((one, index) => settle(one, results[index]))
    flush()
  })
  const stopped = new Promise<void>((resolve) => thread.on("exit", () => resolve()))
  thread.on("error", (error) => {
    broken = error.message
    for (const one of [...flying.flat(), ...waiting]) settle(one, undefined)
    flying.length = waiting.length = 0
  })

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
    run: <K extends OperationName>(name: K, input: InputOf<K>) =>
      new Promise<OutputOf<K>>((resolve, reject) => {
        waiting.push({ job: jobOf(name, input), resolve: (output) => resolve(outputOf<K>(output)), reject })
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

// The thread runs the very operation that `name` types; the pair crosses a message port, where types end.
const jobOf = <K extends OperationName>(name: K, input: InputOf<K>): Job => ({ name, input }) as Job
const outputOf = <K extends OperationName>(output: unknown): OutputOf<K> => output as OutputOf<K>
