import type { BannerRecord, CategoryChoice, Where } from "@tagwright/formats"
import type { Tab } from "../browser/port.ts"
import { compareButtons, measureBanner } from "./banner-looks.ts"
import type { Proxy } from "../proxy/proxy.ts"
import type { Controls } from "./controls.ts"
import { comes } from "./settle.ts"

interface Visitor {
  tab: Tab
  proxy: Proxy
}

/** A step could not be driven for a reason that says nothing about the site's tracking: no verdict may be drawn from it. */
export class Inconclusive extends Error {}

/** What the banner offers before anything is chosen (P4: refusing as easy as accepting, nothing ticked beforehand). */
export const observeBanner = async (visitor: Visitor, controls: Controls, where: Where): Promise<BannerRecord> => {
  const { tab } = visitor
  const shown = await comes(visitor, controls.banner)
  if (!shown) return { kind: "banner", ...where, shown }
  const looks = await tab.evaluate(measureBanner, { accept: controls.accept, reject: controls.reject, root: controls.root, banner: controls.banner })
  const { accept, reject, ticked } = looks
  const rejectOnSecond = reject === undefined && controls.settings !== undefined && (await tab.exists(controls.settings))
  return {
    kind: "banner",
    ...where,
    shown,
    ...(accept === undefined ? {} : { acceptClicks: 1 }),
    ...(reject === undefined ? (rejectOnSecond ? { rejectClicks: 2 } : {}) : { rejectClicks: 1 }),
    ...compareButtons(looks),
    preTicked: ticked,
  }
}

/** In the page: whether a switch is on. Custom controls that are no checkbox say so by `aria-checked`. */
const isOn = (selector: string): boolean | undefined => {
  const element = document.querySelector(selector)
  if (element instanceof HTMLInputElement) return element.checked
  const state = element?.getAttribute("aria-checked")
  return state === null || state === undefined ? undefined : state === "true"
}

/** In the page: switches are often hidden under a drawn one; their own click works in both cases. */
const press = (selector: string): void => document.querySelector<HTMLElement>(selector)?.click()

/** Puts the switches as chosen; which of them were on before. */
const setSwitches = async (tab: Tab, controls: Controls, choice: CategoryChoice): Promise<string[]> => {
  const ticked: string[] = []
  for (const [category, wanted] of Object.entries(choice)) {
    const on = await tab.evaluate(isOn, controls.toggle(category))
    if (on === true) ticked.push(category)
    if (on !== undefined && on !== wanted) await tab.evaluate(press, controls.toggle(category))
  }
  return ticked
}

const need = async (visitor: Visitor, selector: string, what: string): Promise<void> => {
  if (!(await comes(visitor, selector))) throw new Inconclusive(`${what} did not appear (${selector})`)
}

const clickVisible = async (visitor: Visitor, selector: string, what: string): Promise<void> => {
  await need(visitor, selector, what)
  await visitor.tab.click(selector)
}

const settingsOf = ({ settings }: Controls): string => {
  if (settings === undefined) throw new Inconclusive("The banner can only be answered with all or nothing: consent.banner.selectors names no settings")
  return settings
}

/**
 * Makes the choice by the banner's own controls. `beforeLast` runs right before the click that decides, so that everything
 * sent from then on counts as sent under the new choice. Answers with the categories that were ticked on the second layer,
 * where it had to be opened.
 */
export const choose = async (visitor: Visitor, controls: Controls, choice: CategoryChoice, always: readonly string[], beforeLast: () => Promise<void>): Promise<string[]> => {
  const { tab } = visitor
  await need(visitor, controls.banner, "The consent banner")
  let ticked: string[] = []
  let reject = controls.reject
  const free = Object.entries(choice).filter(([category]) => !always.includes(category))
  const all = free.every(([, on]) => on)
  const none = free.every(([, on]) => !on)
  if (!all && !none) {
    await clickVisible(visitor, settingsOf(controls), "The banner's settings button")
    await need(visitor, controls.save, "The banner's save button")
    ticked = await setSwitches(tab, controls, Object.fromEntries(free))
  } else if (none && !(await tab.exists(controls.reject))) {
    await clickVisible(visitor, settingsOf(controls), "A reject button, or settings instead of it,")
    reject = controls.rejectAgain
  }
  await beforeLast()
  await clickVisible(visitor, all ? controls.accept : none ? reject : controls.save, "The banner's button")
  return ticked
}

/** Changes an earlier choice on the layer that reopening shows. */
export const chooseAgain = async (visitor: Visitor, controls: Controls, choice: CategoryChoice, always: readonly string[], beforeLast: () => Promise<void>): Promise<void> => {
  await clickVisible(visitor, controls.reopen, "A way to change the choice")
  if (controls.settings === undefined) return void (await choose(visitor, controls, choice, always, beforeLast))
  // Some banners reopen on their first layer.
  if (!(await comes(visitor, controls.save))) await clickVisible(visitor, controls.settings, "The banner's settings button")
  await need(visitor, controls.save, "The banner's save button")
  await setSwitches(visitor.tab, controls, Object.fromEntries(Object.entries(choice).filter(([category]) => !always.includes(category))))
  await beforeLast()
  await visitor.tab.click(controls.save)
}

/** Takes consent back; how many clicks it took. */
export const withdraw = async (visitor: Visitor, controls: Controls, beforeLast: () => Promise<void>): Promise<number> => {
  await clickVisible(visitor, controls.reopen, "A way to change the choice")
  await need(visitor, controls.rejectAgain, "The reject button after reopening")
  await beforeLast()
  await visitor.tab.click(controls.rejectAgain)
  return 2
}
