import { Fault, type PerformanceMetric } from "@tagwright/formats"
import { choose } from "../journey/banner.ts"
import { choiceOf } from "../journey/choice.ts"
import { settle } from "../journey/settle.ts"
import { setChoice, type Walk } from "../journey/walk.ts"
import type { Seen, SeenNote } from "../proxy/proxy.ts"
import { firingRecords } from "../record/firings.ts"

/** What one load of a page cost, in the metrics' units. */
export type PageCost = Record<PerformanceMetric, number>

export interface Measured {
  cost: PageCost
  /** Tags that ran during it, by name */
  tags: string[]
}

/** In the page, before its scripts: what only an observer sees. Layout shifts right after an input do not count (web.dev, CLS). */
const watchPage = (): void => {
  const seen = { longTasks: 0, blocking: 0, largestPaint: 0, layoutShift: 0, interaction: 0 }
  Object.assign(window, { __tagwright_cost: seen })
  const watch = (type: string, more: object, take: (entry: PerformanceEntry) => void): void => {
    try {
      new PerformanceObserver((list) => list.getEntries().forEach(take)).observe({ type, buffered: true, ...more })
    } catch {
      // A browser that does not know the entry type measures the rest.
    }
  }
  // A task counts as blocking beyond 50 ms (web.dev, TBT).
  watch("longtask", {}, ({ duration }) => ((seen.longTasks += 1), (seen.blocking += Math.max(0, duration - 50))))
  watch("largest-contentful-paint", {}, ({ startTime }) => (seen.largestPaint = startTime))
  watch("layout-shift", {}, (entry) => {
    if (Reflect.get(entry, "hadRecentInput") !== true) seen.layoutShift += Number(Reflect.get(entry, "value") ?? 0)
  })
  watch("event", { durationThreshold: 16 }, ({ duration }) => (seen.interaction = Math.max(seen.interaction, duration)))
}
export const watchPageSource = `(${watchPage.toString()})()`

const readPage = (): { longTasks: number; blocking: number; largestPaint: number; layoutShift: number; interaction: number; load: number } => {
  const [navigation] = performance.getEntriesByType("navigation")
  return { ...Object(Reflect.get(window, "__tagwright_cost")), load: Number(Reflect.get(navigation ?? {}, "loadEventEnd") ?? 0) }
}

const answered = (seen: readonly Seen[], step: number): Seen[] => seen.filter((one) => one.step === step && one.status !== "dropped" && one.status !== 404)

const tagsIn = (notes: readonly SeenNote[]): string[] => {
  const ran = notes.flatMap(({ kind, data }) => (kind === "gtm" ? firingRecords(nowhere, data) : [])).filter(({ status }) => status === "success")
  return [...new Set(ran.map(({ tag }) => tag))].sort()
}
const nowhere = { scenario: "all", journey: "performance", step: 0 }

const loading = 1
const measured = 2

/**
 * Comes in, answers the banner with yes, and measures the next load of the page, as a returning visitor has it. `profile` slows
 * the processor down and reads what scripts took. The kit and the container may be held back by the visitor's options.
 */
export const costOfPage = async (walk: Walk, path: string, slowdown: number): Promise<Measured> => {
  const { tab, proxy } = walk
  const profile = await tab.profile?.()
  proxy.mark({ step: loading })
  await tab.goto(walk.origin + path)
  await settle(tab, proxy)
  const page = proxy.seen.find(({ url, status }) => url.pathname === path && status !== "dropped")
  if (page?.status !== undefined && Number(page.status) >= 400) throw new Fault("caller", `the site has no page ${path} (it answered ${page.status})`, "Name pages of the site: --performance-pages /,/pricing/")
  const choice = choiceOf(walk.plan, "all")
  // Without the kit a banner may not know what to do with the answer: the page is measured all the same.
  if (await tab.shows(walk.controls.banner)) await choose(walk, walk.controls, choice, [], () => setChoice(walk, loading, choice)).catch(() => undefined)
  await settle(tab, proxy)
  await profile?.slowDown(slowdown)
  const before = (await profile?.scriptMs()) ?? 0
  proxy.mark({ step: measured, choice })
  await tab.goto(walk.origin + path)
  await settle(tab, proxy)
  await profile?.press("Shift")
  await settle(tab, proxy)
  const script = Math.max(0, ((await profile?.scriptMs()) ?? 0) - before)
  const numbers = await tab.evaluate(readPage, undefined)
  const requests = answered(proxy.seen, measured)
  return {
    cost: { ...numbers, script, requests: requests.length, bytes: requests.reduce((sum, { answer }) => sum + (answer?.bytes ?? 0), 0) },
    tags: tagsIn(proxy.notes.filter(({ step }) => step === measured)),
  }
}
