import { shownPercent } from "../variables/elements.ts"
import { elementKeys } from "./element-keys.ts"
import { isOn, type Active, type ListenerStart, type Listening } from "./listening.ts"

/** Elements are looked at this often (fact B4). */
const POLL_MS = 100
const DEFAULT_RATIO = 50

interface Watched {
  first: number | undefined
  /** Since when it has been shown enough, undefined while it is not. */
  since: number | undefined
  fired: boolean
}

/** Element visibility: by id or selector, above a ratio, for a minimum time (fact B4). */
export const visible: ListenerStart = (page) => (active) => {
  const { document } = page.host
  if (document === undefined) return
  const watched = new Map<Element, Watched>()
  const fixed = isOn(active.params["useDomChangeListener"]) ? undefined : select(document, active)
  const look = (): void => {
    for (const element of fixed ?? select(document, active)) watch(element, watched, active, page)
    if (!finished(watched, active, fixed)) page.host.timers.after(POLL_MS, look)
  }
  look()
}

const select = (document: Document, { params }: Active): Element[] => {
  if (params["selectorType"] !== "CSS") return [document.getElementById(String(params["elementId"] ?? ""))].filter((element) => element !== null)
  try {
    return [...document.querySelectorAll(String(params["elementSelector"] ?? ""))]
  } catch {
    return []
  }
}

const watch = (element: Element, all: Map<Element, Watched>, active: Active, page: Listening): void => {
  const state = all.get(element) ?? { first: undefined, since: undefined, fired: false }
  all.set(element, state)
  if (done(state, all, active)) return
  const { host } = page
  const now = host.clock.now()
  const percent = isHidden(element, host.document) ? 0 : shownPercent(element, Number(host.window["innerWidth"]), Number(host.window["innerHeight"]))
  if (percent <= 0 || percent < (Number(active.params["onScreenRatio"]) || DEFAULT_RATIO)) {
    state.since = undefined
    if (active.params["firingFrequency"] === "MANY_PER_ELEMENT") state.fired = false
    return
  }
  state.first ??= now
  state.since ??= now
  const minimum = isOn(active.params["useOnScreenDuration"]) ? Number(active.params["onScreenDuration"]) || 0 : 0
  if (state.fired || now - state.since < minimum) return
  state.fired = true
  page.push({
    ...elementKeys("gtm.elementVisibility", element, [active.uniqueId]), "gtm.visibleRatio": Math.round(percent * 10) / 10, "gtm.visibleTime": minimum,
    "gtm.visibleFirstTime": state.first - page.started, "gtm.visibleLastTime": now - page.started,
  })
}

/** A background tab and an element without a box show nothing. */
const isHidden = (element: Element, document: Document | undefined): boolean =>
  document?.hidden === true || element.getClientRects().length === 0

const done = (state: Watched, all: ReadonlyMap<Element, Watched>, { params }: Active): boolean => {
  if (params["firingFrequency"] === "MANY_PER_ELEMENT") return false
  return params["firingFrequency"] === "ONCE_PER_ELEMENT" ? state.fired : [...all.values()].some((one) => one.fired)
}

/** Looking goes on while something can still come. */
const finished = (all: ReadonlyMap<Element, Watched>, active: Active, fixed: readonly Element[] | undefined): boolean => {
  const frequency = active.params["firingFrequency"]
  if (frequency === "MANY_PER_ELEMENT") return false
  if (frequency !== "ONCE_PER_ELEMENT") return [...all.values()].some((one) => one.fired) || fixed?.length === 0
  return fixed !== undefined && fixed.every((element) => all.get(element)?.fired === true)
}
