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
const quietInPage = async (turn: number): Promise<boolean> => {
  const known = (await window.__tagwright_hook?.quiet(turn)) !== undefined
  await fetch("/__tagwright/fence", { cache: "no-store" }).catch(() => undefined)
  return known
}

/** In the page: what is moving comes to its end, where it has one soon. */
const motionless = async (longestMs: number): Promise<void> => {
  const short = document.getAnimations().filter(({ effect }) => Number(effect?.getComputedTiming().endTime ?? 0) <= longestMs)
  await Promise.allSettled(short.map(({ finished }) => finished))
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

/** What one look at the page and the proxy found. */
interface Look {
  /** Nothing came while we looked, and nothing is unanswered */
  still: boolean
  /** What the driver believes to be under way */
  pending: number
  /** The page says when it is at rest; a page without our hook cannot */
  known: boolean
}

const look = async (tab: Tab, proxy: Proxy, turn: number): Promise<Look> => {
  const before = proxy.seen.length + proxy.notes.length
  const known = await tab.evaluate(quietInPage, turn)
  await until(proxy, () => proxy.inFlight() === 0 && knownNotes(proxy), limits.answerMs)
  return { still: proxy.seen.length + proxy.notes.length === before && proxy.inFlight() === 0, pending: tab.pending(), known }
}

/** How often each tab was settled: what the page's container takes for time. */
const turns = new WeakMap<Tab, number>()

/** Drivers forget to tell that a beacon ended: what stays the same over this many still looks is such a leftover. */
const leftoverLooks = 3

/**
 * Waits until the page is at rest: loaded, no short timer due, nothing unanswered at the proxy, and a whole look in which
 * nothing new came. False when it did not come to rest in time and over some looks; the step goes on with what was seen.
 */
export const settle = async (tab: Tab, proxy: Proxy, patienceMs: number = limits.settleMs): Promise<boolean> => {
  const end = Date.now() + patienceMs
  const late = deadline(Math.max(patienceMs, limits.loadMs))
  const turn = (turns.get(tab) ?? 0) + 1
  turns.set(tab, turn)
  let same = { pending: 0, looks: 0 }
  try {
    for (let looks = 1; ; looks++) {
      const found = await Promise.race([look(tab, proxy, turn), late.promise])
      if (found === "late") return false
      same = found.still && found.pending === same.pending ? { pending: same.pending, looks: same.looks + 1 } : { pending: found.pending, looks: 1 }
      if (found.still && (found.pending === 0 || same.looks >= leftoverLooks)) return true
      if (Date.now() > end && looks >= limits.settleLooks) return false
    }
  } finally {
    late.cancel()
  }
}

/**
 * True as soon as something visible matches. False when the page came to rest without it: that is a condition, which a busy machine fulfils
 * later; `elementMs` is only for pages that never rest.
 */
export const comes = async ({ tab, proxy }: { tab: Tab; proxy: Proxy }, selector: string): Promise<boolean> => {
  if (await tab.shows(selector)) return true
  const over = new AbortController()
  const appears = tab.appears(selector, limits.elementMs)
  const isAtRest = async (): Promise<boolean> => {
    for (let still = 0; still < limits.emptyLooks && !over.signal.aborted; ) {
      const found = await look(tab, proxy, 0)
      still = found.still && found.known ? still + 1 : 0
    }
    await tab.evaluate(motionless, limits.animationMs)
    return tab.shows(selector)
  }
  try {
    // A page that goes away while it is looked at answers nobody; its successor is waited for.
    return await Promise.race([appears, isAtRest().catch(() => appears)])
  } finally {
    over.abort()
  }
}
