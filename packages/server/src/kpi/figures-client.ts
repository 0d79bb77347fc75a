import type { Worker } from "node:worker_threads"
import type { OperationRecord } from "@tagwright/formats"
import type { Clock } from "../clock.ts"
import { HttpError } from "../http/answer.ts"
import { startWorker } from "../start-worker.ts"
import type { Input, Output, QuestionName } from "./questions.ts"
import type { Request, Response, ThreadData } from "./thread.ts"

/** A page that several people keep open asks once for all of them in this time. */
const FRESH_MS = 5_000
/** So many events take seconds to read: then whoever asks gets the last answer at once, and the next one is computed meanwhile, once a minute at most. A report says up to when it counts. */
const LARGE_EVENTS = 200_000
const LARGE_FRESH_MS = 60_000
/** Questions differ in days and offsets: a bound keeps a strange client from filling memory. */
const MOST_REMEMBERED = 50

export interface Figures {
  /** What somebody looks at: remembered for a moment. Rejects with 503 when the database cannot answer now. */
  ask<N extends QuestionName>(name: N, input: Input<N>): Promise<Output<N>>
  /** As it is now */
  look<N extends QuestionName>(name: N, input: Input<N>): Promise<Output<N>>
  close(): Promise<void>
}

type Answered = Exclude<Response, { error: string }>
interface Remembered {
  at: number
  response: Promise<Answered>
  /** The newest that is there already */
  last: Answered | undefined
}

/** Asks the thread that computes figures; it is started with the first question. */
export const createFigures = (data: ThreadData, clock: Clock, records: () => readonly OperationRecord[]): Figures => {
  const waiting = new Map<number, (response: Response) => void>()
  const remembered = new Map<string, Remembered>()
  let worker: Worker | undefined
  let asked = 0
  const fail = (reason: string): void => waiting.forEach((settle, id) => settle({ id, error: reason, unavailable: undefined }))
  const start = (): Worker => {
    const started = startWorker(new URL("./thread.ts", import.meta.url), data)
    started.on("message", (response: Response) => waiting.get(response.id)?.(response))
    started.on("error", (error) => fail(error.message))
    started.on("exit", () => {
      fail("the thread of the figures ended")
      worker = undefined
    })
    started.unref()
    return started
  }
  const put = async (name: QuestionName, input: Input<QuestionName>): Promise<Answered> => {
    const id = ++asked
    const settled = new Promise<Response>((resolve) => waiting.set(id, resolve)).finally(() => waiting.delete(id))
    worker ??= start()
    const request: Request = { id, name, input, now: clock.now(), records: records() }
    worker.postMessage(request)
    const response = await settled
    if (!("error" in response)) return response
    throw response.unavailable === undefined ? new Error(response.error) : new HttpError(503, response.unavailable, 1)
  }
  const renew = (key: string, name: QuestionName, input: Input<QuestionName>, last: Answered | undefined): Remembered => {
    const entry: Remembered = { at: clock.now(), response: put(name, input), last }
    entry.response.then(
      (response) => void (entry.last = response),
      () => remembered.delete(key),
    )
    if (remembered.size >= MOST_REMEMBERED) remembered.clear()
    remembered.set(key, entry)
    return entry
  }
  return {
    ask: async (name, input) => {
      const key = JSON.stringify([name, input])
      const known = remembered.get(key)
      const large = known?.last !== undefined && known.last.events > LARGE_EVENTS ? known.last : undefined
      const fresh = known !== undefined && clock.now() - known.at < (large === undefined ? FRESH_MS : LARGE_FRESH_MS) ? known : renew(key, name, input, known?.last)
      return answerOf((large ?? (await fresh.response)).answer)
    },
    look: async (name, input) => answerOf((await put(name, input)).answer),
    close: async () => void (await worker?.terminate()),
  }
}

// The thread answers what the question's type says; the pair crosses a message port, where types end.
const answerOf = <N extends QuestionName>(answer: unknown): Output<N> => answer as Output<N>
