import { Worker } from "node:worker_threads"

/** What a load generator saw; times in milliseconds. */
export interface Load {
  perSecond: number
  p50: number
  p99: number
  failures: number
}
/** What each generator takes. In a body, `$ID________` becomes a fresh id and `$LEAD` one of a thousand visitors at a time. */
interface Wanted {
  /** Closed loop: so many requests under way */
  "load.ts": { url: string; connections: number; ms: number; body: string }
  /** Open loop: so many requests a second */
  "steady.ts": { url: string; perSecond: number; ms: number; body: string }
}

/** In a thread of its own, so that it takes nothing from what it measures but the processor. */
export const runLoad = <F extends keyof Wanted>(file: F, workerData: Wanted[F]): Promise<Load> =>
  new Promise((resolve, reject) => {
    const thread = new Worker(new URL(`./${file}`, import.meta.url), { workerData })
    thread.once("message", resolve)
    thread.once("error", reject)
  })
