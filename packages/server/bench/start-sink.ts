import { Worker } from "node:worker_threads"

export interface Sink {
  url: string
  /** How many requests it has taken */
  counted(): Promise<number>
  stop(): Promise<unknown>
}

/** A peer in a thread of its own that takes everything at once. */
export const startSink = async (): Promise<Sink> => {
  const thread = new Worker(new URL("./sink.ts", import.meta.url))
  const told = (): Promise<number> => new Promise((resolve) => thread.once("message", resolve))
  const port = await told()
  return {
    url: `http://127.0.0.1:${port}/hook`,
    counted: () => {
      const answer = told()
      thread.postMessage("count")
      return answer
    },
    stop: () => thread.terminate(),
  }
}
