import type { PlanStep, QaPlan } from "@tagwright/formats"
import type { SeenNote } from "../proxy/proxy.ts"
import { isObject } from "../record/violations.ts"
import type { Action } from "./page-recorder.ts"

/** A step as a plan writes it. */
export type RecordedStep = Partial<PlanStep> & { expect?: string[] }

type Told = { action: Action } | { event: string }

const isAction = (value: unknown): value is Action => isObject(value) && typeof value["type"] === "string"

/** Notes in the order in which they happened: page by page, each in its own order. */
const inOrder = (notes: readonly SeenNote[]): SeenNote[] =>
  [...Map.groupBy(notes, ({ page }) => page).values()].toSorted((a, b) => (a[0]?.order ?? 0) - (b[0]?.order ?? 0)).flatMap((page) => page.toSorted((a, b) => a.seq - b.seq))

const toldIn = (notes: readonly SeenNote[]): Told[] =>
  inOrder(notes).flatMap((note): Told[] => {
    if (note.kind === "action" && isAction(note.data)) return [{ action: note.data }]
    const event = note.kind === "push" && isObject(note.data) ? note.data["event"] : undefined
    return typeof event === "string" ? [{ event }] : []
  })

/** Events of the plan that the same clicks bring again; what comes into view depends on the screen. */
const isSteady = (plan: QaPlan, name: string): boolean => {
  const event = plan.events[name]
  return event !== undefined && event.source === "browser" && !(event.on !== undefined && "visible" in event.on)
}

/** What was loaded without a click or a form before it: an address typed, the Back key, a reload. */
const loadStep = ({ path, how }: Extract<Action, { type: "load" }>, led: boolean): RecordedStep | undefined => {
  if (how === "reload") return { reload: true }
  if (how === "back_forward") return { back: true }
  return led ? undefined : { visit: path }
}

/**
 * A clicked session as steps of a plan's journey, each with the events it brought. What was typed is not known here: forms are
 * filled in by the plan's invented person. The first choice becomes the scenario's, so that the journey is walked in all of them.
 */
export const stepsFrom = (plan: QaPlan, notes: readonly SeenNote[]): RecordedStep[] => {
  const steps: RecordedStep[] = []
  /** The last step may lead to another page */
  let led = false
  let chosen = false
  const add = (step: RecordedStep, leads: boolean): void => {
    steps.push(step)
    led = leads
  }
  const fills = (selector: string): RecordedStep | undefined => {
    const last = steps.at(-1)
    return last !== undefined && "fill" in last && last.fill === selector ? last : undefined
  }
  const submit = (selector: string): void => {
    const open = fills(selector)
    if (open === undefined) return add({ fill: selector, with: "persona", submit: true }, true)
    Object.assign(open, { submit: true })
    led = true
  }
  const take = (action: Action): void => {
    if (action.type === "reopen") return
    if (action.type === "load") {
      const step = loadStep(action, led)
      if (step !== undefined) add(step, false)
      led = false
    } else if (action.type === "consent") {
      add(!chosen ? { consent: "scenario" } : action.choice === "none" ? { withdraw: true } : { consent: action.choice === "all" ? "all" : "scenario" }, false)
      chosen = true
    } else if (action.type === "submit") submit(action.selector)
    else if (action.type === "enter") fills(action.selector) ?? add({ fill: action.selector, with: "persona" }, false)
    else add({ click: action.selector }, true)
  }
  for (const told of toldIn(notes)) {
    if ("action" in told) take(told.action)
    else if (isSteady(plan, told.event)) {
      const last = steps.at(-1)
      if (last !== undefined && !(last.expect ?? []).includes(told.event)) last.expect = [...(last.expect ?? []), told.event]
    }
  }
  return steps
}
