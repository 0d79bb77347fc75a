import { Worker } from "node:worker_threads"
import type { OperationRecord } from "@tagwright/formats"
import type { Clock } from "../clock.ts"
import type { Question, Request, Response, ThreadData } from "./thread.ts"

/** A page that several people keep open asks once for all of them in this time, */
const FRESH_MS = 5_000
/** and in ten times what the answer took: on a large log the figures must not keep a core busy all day. */
const FRESH_TIMES = 10
/** Who asks for what took longer than this gets the last answer at once; the next one is computed meanwhile. A report says up to when it counts. */
const SLOW_MS = 1_000
/** Questions differ in days and offsets: a bound keeps a strange client from filling memory. */
const MOST_REMEMBERED = 50

export interface Figures {
  /** The caller knows which answer belongs to its question; the message port does not. */
  ask<T>(question: Question): Promise<T>
  close(): Promise<void>
}

interface Remembered {
  at: number
  answer: Promise<unknown>
  tookMs: number
}

/** Asks the thread that computes figures; it is started with the first question. */
export const createFigures = (data: ThreadData, clock: Clock, records: () => readonly OperationRecord[]): Figures => {
  const waiting = new Map<number, (response: Response) => void>()
  const remembered = new Map<string, Remembered>()
  let worker: Worker | undefined
  let asked = 0
  const fail = (reason: string): void => waiting.forEach((settle, id) => settle({ id, error: reason }))
  const start = (): Worker => {
    const started = new Worker(new URL("./thread.ts", import.meta.url), { workerData: data })
    started.on("message", (response: Response) => waiting.get(response.id)?.(response))
    started.on("error", (error) => fail(error.message))
    started.on("exit", () => {
      fail("the thread of the figures ended")
      worker = undefined
    })
    started.unref()
    return started
  }
  const put = async (question: Question): Promise<unknown> => {
    const id = ++asked
    const settled = new Promise<Response>((resolve) => waiting.set(id, resolve)).finally(() => waiting.delete(id))
    worker ??= start()
    const request: Request = { id, question, now: clock.now(), records: records() }
    worker.postMessage(request)
    const response = await settled
    if ("error" in response) throw new Error(response.error)
    return response.answer
  }
  return {
    ask: async <T>(question: Question): Promise<T> => {
      const key = JSON.stringify(question)
      const known = remembered.get(key)
      if (known !== undefined && clock.now() - known.at < Math.max(FRESH_MS, FRESH_TIMES * known.tookMs)) return answerOf<T>(await known.answer)
      const began = performance.now()
      const answer = put(question)
      const next: Remembered = { at: clock.now(), answer, tookMs: known?.tookMs ?? 0 }
      answer.then(
        () => void (next.tookMs = performance.now() - began),
        () => remembered.delete(key),
      )
      if (remembered.size >= MOST_REMEMBERED) remembered.clear()
      remembered.set(key, next)
      return answerOf<T>(await (known !== undefined && known.tookMs > SLOW_MS ? known.answer : answer))
    },
    close: async () => void (await worker?.terminate()),
  }
}

// The thread answers what the question's type says; the pair crosses a message port, where types end.
const answerOf = <T>(answer: unknown): T => answer as T
