import type { Worker } from "node:worker_threads"
import { HttpError } from "../../../http/answer.ts"
import { startWorker } from "../../../start-worker.ts"
import { DEADLINE_MS, type Browse } from "../../browse/browse.ts"
import type { Queries, QueryName } from "../../browse/queries.ts"

/** Screens ask a handful of questions each; more than this is somebody leaning on the key. */
const MOST_WAITING = 200

interface Waiting {
  resolve(output: unknown): void
  reject(error: Error): void
  timer: NodeJS.Timeout
}
interface Reply {
  id: number
  output?: unknown
  error?: string
}

/** The thread starts with the first question and is replaced when a query overruns: SQLite cannot be interrupted from outside. */
export const openSqliteBrowse = (database: string, deadlineMs = DEADLINE_MS): Browse => {
  const waiting = new Map<number, Waiting>()
  let thread: Worker | undefined
  let ended = Promise.resolve()
  let ids = 0

  const give = (id: number): Waiting | undefined => {
    const one = waiting.get(id)
    if (one !== undefined) clearTimeout(one.timer)
    waiting.delete(id)
    return one
  }
  const refuseAll = (error: Error): void => [...waiting.keys()].forEach((id) => give(id)?.reject(error))
  const start = (): Worker => {
    const fresh = startWorker(new URL("./browse-thread.ts", import.meta.url), { database })
    fresh.on("message", ({ id, output, error }: Reply) => (error === undefined ? give(id)?.resolve(output) : give(id)?.reject(new Error(error))))
    fresh.on("error", (error) => {
      if (thread === fresh) thread = undefined
      refuseAll(error)
    })
    ended = new Promise((resolve) => fresh.on("exit", () => resolve()))
    fresh.unref()
    return fresh
  }
  const overrun = (): void => {
    void thread?.terminate()
    thread = undefined
    refuseAll(new HttpError(503, "query_too_slow", 1))
  }
  return {
    ask: <K extends QueryName>(name: K, ...input: Parameters<Queries[K]>) => {
      const asked = new Promise<unknown>((resolve, reject) => {
        if (waiting.size >= MOST_WAITING) return reject(new HttpError(503, "busy", 1))
        thread ??= start()
        const id = (ids += 1)
        waiting.set(id, { resolve, reject, timer: setTimeout(overrun, deadlineMs) })
        thread.postMessage({ id, name, input })
      })
      return answerOf<K>(asked)
    },
    close: async () => {
      refuseAll(new HttpError(503, "closing"))
      // Unwatched until now, so that it keeps no process alive; its end is waited for.
      thread?.ref()
      thread?.postMessage("close")
      await ended
    },
  }
}

// The thread runs the very query that `name` types; the pair crosses a message port, where types end.
const answerOf = <K extends QueryName>(answer: Promise<unknown>): ReturnType<Queries[K]> => answer as ReturnType<Queries[K]>
