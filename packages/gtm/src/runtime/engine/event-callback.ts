import type { TagDef } from "../program/program.ts"
import type { Frame } from "./frame.ts"
import type { Runtime } from "./runtime.ts"
import type { Started } from "./run-tags.ts"

/**
 * Calls a message's `eventCallback` once per container: asynchronously, after every started tag reported, also
 * with none; `eventTimeout` ms force it (fact B2.7).
 */
export const makeCallback = (frame: Frame, started: readonly Started[], paused: readonly TagDef[], runtime: Runtime): (() => void) => {
  const callback = frame.message["eventCallback"]
  let called = false
  const call = (): void => {
    if (called) return
    called = true
    const all = [...(typeof callback === "function" ? [callback] : []), ...frame.callbacks]
    for (const one of all) callQuietly(one, [runtime.program.publicId, { tags: [...started.map((tag) => report(tag)), ...paused.map(stub)] }], runtime)
  }
  const limit = Number(frame.message["eventTimeout"])
  if (limit > 0 && typeof callback === "function") runtime.host.timers.after(limit, call)
  return () => {
    if (typeof callback === "function" || frame.callbacks.length > 0) runtime.host.timers.after(0, call)
  }
}

/** A paused tag stands in the list as one that failed at once (fact B5). */
const stub = (tag: TagDef): Record<string, unknown> => ({ id: Number(tag.id), status: "failure", executionTime: 0 })

const report = (one: Started): Record<string, unknown> => ({
  id: Number(one.tag.id),
  status: one.ended === undefined ? "timeout" : one.fired.status,
  executionTime: one.ended === undefined ? undefined : one.ended - one.began,
  ...one.metadata,
})

/** A page's own callback may throw; that is the page's business and must not stop the container. */
export const callQuietly = (callback: CallableFunction, args: unknown[], runtime: Runtime): void => {
  try {
    Reflect.apply(callback, undefined, args)
  } catch (error) {
    runtime.host.surface(error)
  }
}
