import type { PlanStep } from "@tagwright/formats"
import { aheadSource } from "../page/hook.ts"
import { forgetChoice, type Walk } from "./walk.ts"

const unitMs = { minute: 60_000, hour: 3_600_000, day: 86_400_000 }

/** `31 minutes`, as a plan writes it. */
const msOf = (time: string): number => {
  const [, count = "0", unit] = /^(\d+) (minute|hour|day)s?$/.exec(time) ?? []
  return Number(count) * (unit === "minute" || unit === "hour" || unit === "day" ? unitMs[unit] : 0)
}

/** In the page */
const setAhead = (ms: number): void => window.__tagwright_hook?.setAhead(ms)

/**
 * Time passes as it does for a laptop that is closed: no timer runs meanwhile. Then the page's clock says so, on this page and on the next ones, and
 * cookies whose time is over are gone; the consent tool's may be among them. The server's clock stays: it serves other visitors meanwhile.
 */
export const passTime = async (walk: Walk, time: string): Promise<void> => {
  const { clock, session } = walk
  const held = await session.cookies()
  clock.move(msOf(time), held)
  for (const cookie of held) if ((clock.endOf(cookie) ?? Infinity) <= clock.now()) await session.deleteCookie(cookie)
  await session.addScript(aheadSource(clock.aheadMs()))
  await walk.tab.evaluate(setAhead, clock.aheadMs())
}

const opensPage = (step: PlanStep): boolean => ["visit", "comeBack", "newTab", "reload", "back", "forward"].some((kind) => kind in step)

/** A banner that comes by itself after time has passed: the choice had run out when this page was opened, and what it has sent was sent without one. */
export const noticeExpiry = async (walk: Walk, step: PlanStep, index: number): Promise<void> => {
  if (walk.clock.aheadMs() === 0 || walk.choice === undefined || !opensPage(step) || !(await walk.tab.shows(walk.controls.banner))) return
  for (const seen of walk.proxy.seen) if (seen.step === index) delete seen.choice
  forgetChoice(walk, index)
}
