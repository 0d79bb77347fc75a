import { receiveMessageOnPort, type MessagePort } from "node:worker_threads"
import { Fault } from "@tagwright/formats"
import { startWorker } from "../../start-worker.ts"

/** What a thread can be asked for, by name: each takes one value. */
export type Operations = Record<string, (input: never) => unknown>
export interface Job {
  name: string
  input: unknown
}
/** `full`: space may come back. `failed`: what the disk took is not known any more; nothing more is written before a restart. */
export type DiskTrouble = "full" | "failed"
export type JobResult = { ok: true; output: unknown } | { ok: false; error: { message: string; disk?: DiskTrouble | undefined } }

/** What a thread answers to the batch it just ran: results in the order of the jobs. */
export interface BatchResult {
  results: JobResult[]
  seconds: number
  /** Of a writer: how long COMMIT alone took */
  syncSeconds: number
}
export type BatchReport = Omit<BatchResult, "results"> & { jobs: number }

const REMEDY: Record<DiskTrouble, string> = {
  full: "Free some space: it goes on by itself; nothing that was acknowledged is lost",
  failed: "Look at the disk, then start again; nothing that was acknowledged is lost",
}

/** Asks a thread to end. */
const CLOSE = "close"
/** Jobs and results cross as JSON: a structured clone of the same objects costs the sending thread three times as much. */
const encode = (value: readonly Job[] | BatchResult): string => JSON.stringify(value)
const decode = <T extends Job[] | BatchResult>(text: string): T => {
  const value: T = JSON.parse(text)
  return value
}

/** More unanswered jobs than this and the answer is 503: memory stays bounded, and the sender tries again. */
const MOST_UNANSWERED = 20_000
/** So many go at once, without waiting for the end of this turn: the thread works while the turn goes on. */
const ENOUGH_TO_GO = 16
/** Jobs that one batch takes at most: the next in line wait no longer than that. */
const MOST_AT_ONCE = 2_000

interface Waiting {
  job: Job
  resolve(output: unknown): void
  reject(error: Error): void
}

export interface ThreadClient<O> {
  run<K extends keyof O & string>(name: K, input: O[K] extends (input: infer I) => unknown ? I : never): Promise<O[K] extends (input: never) => infer R ? R : never>
  readonly saturated: boolean
  /** The disk is full or failed, or the thread died; a job that succeeds ends it */
  readonly broken: string | undefined
  close(): Promise<void>
}

/** Runs jobs on a thread, in order; what arrived while it worked becomes its next batch, without any wait. */
export const startThread = <O>(file: URL, workerData: unknown, onBatch?: (report: BatchReport) => void): ThreadClient<O> => {
  const thread = startWorker(file, workerData)
  let waiting: Waiting[] = []
  let sent: Waiting[] = []
  let broken: string | undefined
  let dead: string | undefined
  let onIdle: (() => void) | undefined

  const flush = (): void => {
    if (waiting.length > 0) {
      thread.postMessage(encode(waiting.map((one) => one.job)))
      for (const one of waiting) sent.push(one)
      waiting = []
    }
    if (sent.length === 0) onIdle?.()
  }
  const settle = (one: Waiting, result: JobResult | undefined): void => {
    if (result?.ok) return one.resolve(result.output)
    const error = result?.error ?? { message: dead ?? "the thread stopped", disk: "failed" }
    if (error.disk !== undefined) broken = error.message
    one.reject(error.disk === undefined ? new Error(error.message) : new Fault("machine", `the disk is ${error.disk === "full" ? "full" : "in trouble"}: ${error.message}`, REMEDY[error.disk]))
  }
  const die = (message: string): void => {
    dead = broken = message
    const all = [...sent, ...waiting]
    sent = waiting = []
    for (const one of all) settle(one, undefined)
    onIdle?.()
  }
  thread.on("message", (message: string) => {
    const { results, seconds, syncSeconds } = decode<BatchResult>(message)
    if (results.some((result) => result.ok)) broken = undefined
    const answered = sent.slice(0, results.length)
    sent = sent.slice(results.length)
    answered.forEach((one, index) => settle(one, results[index]))
    onBatch?.({ jobs: results.length, seconds, syncSeconds })
    if (sent.length === 0 && waiting.length === 0) onIdle?.()
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
        if (waiting.length >= ENOUGH_TO_GO) flush()
        else schedule()
      }),
    get saturated() {
      return waiting.length + sent.length > MOST_UNANSWERED
    },
    get broken() {
      return broken
    },
    close: async () => {
      await new Promise<void>((resolve) => {
        onIdle = resolve
        flush()
      })
      thread.postMessage(CLOSE)
      await stopped
    },
  }
}

/** The other side: takes all that arrived, runs it as one batch, answers, until asked to close. */
export const serveThread = (port: MessagePort, run: (jobs: Job[]) => Omit<BatchResult, "seconds">, close: () => void): void => {
  port.on("message", (first: string) => {
    let isClosing = false
    const jobs: Job[] = []
    for (let message: string | undefined = first; message !== undefined; ) {
      isClosing = message === CLOSE
      if (!isClosing) for (const job of decode<Job[]>(message)) jobs.push(job)
      const next: { message: string } | undefined = isClosing || jobs.length >= MOST_AT_ONCE ? undefined : receiveMessageOnPort(port)
      message = next?.message
    }
    if (jobs.length > 0) {
      const started = performance.now()
      const batch = run(jobs)
      port.postMessage(encode({ ...batch, seconds: (performance.now() - started) / 1000 }))
    }
    if (!isClosing) return
    close()
    port.close()
  })
}
