import { limits } from "../limits.ts"
import type { Tab } from "../browser/port.ts"
import type { Proxy } from "../proxy/proxy.ts"

const deadline = (ms: number) => {
  const { promise, resolve } = Promise.withResolvers<"late">()
  const timer = setTimeout(() => resolve("late"), ms)
  return { promise, cancel: () => clearTimeout(timer) }
}

/** Resolves true as soon as `holds`, looking again whenever the proxy saw something; false after `ms`. */
export const until = async (proxy: Proxy, holds: () => boolean, ms: number): Promise<boolean> => {
  const late = deadline(ms)
  try {
    while (!holds()) if ((await Promise.race([proxy.changed().then(() => "changed" as const), late.promise])) === "late") return holds()
    return true
  } finally {
    late.cancel()
  }
}

/** In the page: short timers are done, frames painted, and a request to our own proxy came back behind all others. Pages without our hook only load. */
const quietInPage = async (): Promise<number> => {
  const count = (await window.__tagwright_hook?.quiet()) ?? 0
  await fetch("/__tagwright/fence", { cache: "no-store" }).catch(() => undefined)
  return count
}

const knownNotes = (proxy: Proxy): boolean => {
  const pages = new Map<string, { got: number; said: number }>()
  for (const note of proxy.notes) {
    const page = pages.get(note.page) ?? { got: 0, said: 0 }
    page.got += 1
    if (note.kind === "bye" && typeof note.data === "number") page.said = Math.max(page.said, note.data + 1)
    pages.set(note.page, page)
  }
  return [...pages.values()].every((page) => page.got >= page.said)
}

const oneRound = async (tab: Tab, proxy: Proxy): Promise<boolean> => {
  const before = proxy.seen.length + proxy.notes.length
  await tab.evaluate(quietInPage, undefined)
  await until(proxy, () => proxy.inFlight() === 0 && knownNotes(proxy), limits.settleMs)
  return proxy.seen.length + proxy.notes.length === before && tab.pending() === 0 && proxy.inFlight() === 0
}

/**
 * Waits until the page is at rest: loaded, no short timer due, nothing unanswered at the proxy, and a whole round in which
 * nothing new came. False when it did not come to rest in time; the step goes on with what was seen.
 */
export const settle = async (tab: Tab, proxy: Proxy): Promise<boolean> => {
  const late = deadline(limits.settleMs)
  try {
    for (;;) {
      const round = await Promise.race([oneRound(tab, proxy), late.promise])
      if (round === "late") return false
      if (round) return true
    }
  } finally {
    late.cancel()
  }
}
