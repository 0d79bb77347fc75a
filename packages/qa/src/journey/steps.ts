import type { BannerRecord, PlanStep } from "@tagwright/formats"
import { payHosts } from "../record/parties.ts"
import { choose, Inconclusive, observeBanner, withdraw } from "./banner.ts"
import { choiceOf } from "./choice.ts"
import { comes, settle } from "./settle.ts"
import { fillForm, submitForm } from "./form.ts"
import { passTime } from "./later.ts"
import { mailedLink } from "./mailed-link.ts"
import { changeDevice, comeBack, openTab } from "./returns.ts"
import { setChoice, whereOf, type Walk } from "./walk.ts"

/** The keys of the union, one per kind of step. */
type KeysOf<T> = T extends unknown ? Exclude<keyof T, "expect" | "with" | "submit" | "forgetful" | "mail"> : never
export type StepKind = KeysOf<PlanStep>
type StepOf<K extends StepKind> = Extract<PlanStep, Record<K, unknown>>
interface Act<K extends StepKind> {
  title(step: StepOf<K>): string
  /** Does it; what it saw of the banner, where it looked at one */
  run(walk: Walk, step: StepOf<K>, index: number): Promise<BannerRecord | void>
}

const need = async (walk: Walk, selector: string): Promise<void> => {
  if (!(await comes(walk, selector))) throw new Error(`nothing visible matches ${selector}`)
}

/** Whoever clicks has seen what they click: what comes into view and counts does so before the click, on a fast machine and on a slow one. */
const lookAt = async (walk: Walk, selector: string): Promise<void> => {
  await walk.tab.scrollTo(selector)
  await settle(walk.tab, walk.proxy)
}

const giveConsent = async (walk: Walk, step: StepOf<"consent">, index: number): Promise<BannerRecord> => {
  const banner = await observeBanner(walk, walk.controls, whereOf(walk, index))
  if (!banner.shown) return banner
  const choice = step.consent === "scenario" ? walk.scenarioChoice : choiceOf(walk.plan, step.consent)
  const ticked = await choose(walk, walk.controls, choice, alwaysOn(walk), () => setChoice(walk, index, choice))
  return { ...banner, preTicked: [...new Set([...(banner.preTicked ?? []), ...ticked])] }
}

const alwaysOn = (walk: Walk): string[] => Object.entries(walk.plan.consent.categories).flatMap(([name, category]) => (category.always ? [name] : []))

const takeBack = async (walk: Walk, index: number): Promise<BannerRecord> => {
  const clicks = await withdraw(walk, walk.controls, () => setChoice(walk, index, choiceOf(walk.plan, "none")))
  return { kind: "banner", ...whereOf(walk, index), shown: true, withdrawClicks: clicks }
}

/** In the page: the link that leads to the payment provider. */
const isPayPage = (hosts: readonly string[]): boolean => hosts.includes(location.hostname)
const payLinks = payHosts.map((host) => `a[href*="//${host}/"]`).join(", ")

const pay = async (walk: Walk, method: "card" | "voucher"): Promise<void> => {
  if (!(await walk.tab.evaluate(isPayPage, payHosts))) {
    await need(walk, payLinks)
    await lookAt(walk, payLinks)
    await walk.tab.click(payLinks)
  }
  await need(walk, `[data-pay=${method}]`)
  await lookAt(walk, `[data-pay=${method}]`)
  await walk.tab.click(`[data-pay=${method}]`)
}

/** What a stand-in must know; a run without stand-ins cannot judge the step. */
const payStandIns = (walk: Walk): NonNullable<Walk["standIns"]> => {
  if (walk.standIns === undefined) throw new Inconclusive("no payment stand-in runs beside this test")
  if (walk.leadIds.size === 0) throw new Inconclusive("the payment carried no lead_id")
  return walk.standIns
}

const acts: { [K in StepKind]: Act<K> } = {
  visit: { title: (step) => `Visit ${step.visit}`, run: (walk, step) => walk.tab.goto(walk.origin + step.visit) },
  consent: { title: (step) => `Choose: ${step.consent}`, run: giveConsent },
  withdraw: { title: () => "Withdraw consent", run: (walk, _step, index) => takeBack(walk, index) },
  click: {
    title: (step) => `Click ${step.click}`,
    run: async (walk, step) => {
      await need(walk, step.click)
      await lookAt(walk, step.click)
      await walk.tab.click(step.click)
    },
  },
  focus: {
    title: (step) => `Focus ${step.focus}`,
    run: async (walk, step) => {
      await need(walk, step.focus)
      await walk.tab.focus(step.focus)
    },
  },
  scrollTo: {
    title: (step) => `Scroll to ${step.scrollTo}`,
    run: async (walk, step) => {
      await need(walk, step.scrollTo)
      await walk.tab.scrollTo(step.scrollTo)
    },
  },
  fill: {
    title: (step) => `Fill in ${step.fill}${step.submit ? " and send it" : ""}`,
    run: async (walk, step) => {
      await fillForm(walk, step.fill, step.with === "persona" ? { persona: walk.persona } : { values: step.with })
      if (!step.submit) return
      await settle(walk.tab, walk.proxy)
      await submitForm(walk.tab, step.fill)
    },
  },
  pay: { title: (step) => `Pay by ${step.pay}`, run: (walk, step) => pay(walk, step.pay) },
  settle: {
    title: () => "The voucher's money arrives",
    run: (walk) => payStandIns(walk).settle(walk.leadIds),
  },
  refund: {
    title: (step) => `Refund (${step.refund})`,
    run: (walk, step) => payStandIns(walk).refund(walk.leadIds, step.refund),
  },
  back: { title: () => "Go back", run: (walk) => walk.tab.back() },
  forward: { title: () => "Go forward", run: (walk) => walk.tab.forward() },
  reload: { title: () => "Reload", run: (walk) => walk.tab.reload() },
  newTab: { title: (step) => `Open ${step.newTab} in a second tab`, run: (walk, step) => openTab(walk, step.newTab) },
  comeBack: {
    title: (step) => `Close everything and come back to ${step.comeBack}${step.forgetful ? ", as in Safari after seven days (simulated)" : ""}`,
    run: (walk, step, index) => comeBack(walk, step.comeBack, index, step.forgetful),
  },
  otherDevice: {
    title: (step) => `${step.mail === undefined ? "Go on at" : `Follow the link in the mail of ${step.mail} to`} ${step.otherDevice} in another browser`,
    run: async (walk, step, index) => changeDevice(walk, step.mail === undefined ? step.otherDevice : await mailedLink(walk, step.mail, step.otherDevice, index), index),
  },
  later: { title: (step) => `${step.later} later`, run: (walk, step) => passTime(walk, step.later) },
}

const kinds = Object.keys(acts) as StepKind[]
export const kindOf = (step: PlanStep): StepKind => kinds.find((kind) => kind in step) ?? "visit"

const bind = <K extends StepKind>(kind: K, step: PlanStep): { title: string; run(walk: Walk, index: number): Promise<BannerRecord | void> } => {
  const own = step as StepOf<K>
  return { title: acts[kind].title(own), run: (walk, index) => acts[kind].run(walk, own, index) }
}

/** The step's name and how to do it. */
export const actOf = (step: PlanStep) => bind(kindOf(step), step)
