import type { Walk } from "../journey/walk.ts"
import { limits } from "../limits.ts"

export const late = Symbol("late")

/** The job's result, or `late` when it did not come in time: a page whose script never ends answers nobody. */
export const within = async <T>(ms: number, job: Promise<T>): Promise<T | typeof late> => {
  const { promise, resolve } = Promise.withResolvers<typeof late>()
  const timer = setTimeout(() => resolve(late), ms)
  job.catch(() => undefined)
  try {
    return await Promise.race([job, promise])
  } finally {
    clearTimeout(timer)
  }
}

/** A fresh tab in place of one that may be stuck. */
export const replaceTab = async (walk: Walk): Promise<void> => {
  const stuck = walk.tab
  walk.tab = await walk.session.newTab()
  await within(limits.closeMs, stuck.close())
}
