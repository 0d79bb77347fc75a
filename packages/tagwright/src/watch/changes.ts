import { watch } from "node:fs/promises"
import { sep } from "node:path"

/** An editor writes a file in several goes, and a program several files: this long without another one, and it is done. */
const QUIET_MS = 150

/** Never a source, and written by ourselves. */
const notSources = new Set(["node_modules", ".git", ".tagwright", ".11ty-vite", "baselines"])

const quiet = (): Promise<"quiet"> => new Promise((settle) => setTimeout(() => settle("quiet"), QUIET_MS))

/** Yields whenever files of a folder changed and came to rest. Ends with the signal. `without`: a folder below that is no source. */
export async function* changesIn(folder: string, without: string, signal: AbortSignal): AsyncGenerator<string[]> {
  const events = watch(folder, { recursive: true, signal })[Symbol.asyncIterator]()
  const isSource = (file: string | null): file is string => file !== null && !file.split(sep).some((part) => notSources.has(part) || part === without)
  let next = events.next()
  let changed = new Set<string>()
  try {
    for (;;) {
      const come = changed.size === 0 ? await next : await Promise.race([next, quiet()])
      if (come === "quiet") {
        yield [...changed]
        changed = new Set()
      } else if (come.done === true) return
      else {
        if (isSource(come.value.filename)) changed.add(come.value.filename)
        next = events.next()
      }
    }
  } catch (error) {
    if (!signal.aborted) throw error
  }
}
