import type { Host } from "../host/host.ts"
import { isOn, listen, numbers, type Active, type ListenerStart } from "./listening.ts"

interface Threshold {
  direction: "vertical" | "horizontal"
  units: "percent" | "pixels"
  value: number
  triggers: string[]
  passed: boolean
}

/** Where `scrollend` is missing, scrolling has ended when nothing moved for so long. */
const QUIET_MS = 250

/** Scroll depth: each threshold once per page (fact B4). */
export const scrolling: ListenerStart = ({ host, push }) => {
  const thresholds: Threshold[] = []
  const check = (): void => {
    for (const threshold of thresholds) {
      if (threshold.passed || depth(host, threshold) < threshold.value) continue
      threshold.passed = true
      push({
        event: "gtm.scrollDepth", "gtm.scrollThreshold": threshold.value, "gtm.scrollUnits": threshold.units, "gtm.scrollDirection": threshold.direction,
        "gtm.triggers": threshold.triggers.join(","),
      })
    }
  }
  let waiting: number | undefined
  const later = (): void => {
    if (waiting !== undefined) host.timers.cancel(waiting)
    waiting = host.timers.after(QUIET_MS, check)
  }
  listen(host.window, "onscrollend" in host.window ? "scrollend" : "scroll", "onscrollend" in host.window ? check : later)
  listen(host.window, "resize", later)
  return (active) => {
    for (const fresh of thresholdsOf(active)) add(thresholds, fresh, active.uniqueId)
    thresholds.sort((a, b) => a.value - b.value)
    // A page shorter than the window has passed everything already.
    host.timers.after(0, check)
  }
}

const add = (all: Threshold[], fresh: Omit<Threshold, "triggers" | "passed">, trigger: string): void => {
  const known = all.find((one) => one.direction === fresh.direction && one.units === fresh.units && one.value === fresh.value)
  if (known === undefined) all.push({ ...fresh, triggers: [trigger], passed: false })
  else known.triggers.push(trigger)
}

const thresholdsOf = ({ params }: Active): Omit<Threshold, "triggers" | "passed">[] =>
  (["vertical", "horizontal"] as const).flatMap((direction) => {
    if (!isOn(params[`${direction}ThresholdOn`])) return []
    const pixels = params[`${direction}ThresholdUnits`] === "PIXELS"
    const values = numbers(params[`${direction}Thresholds${pixels ? "Pixels" : "Percent"}`])
    return values.map((value) => ({ direction, value, units: pixels ? ("pixels" as const) : ("percent" as const) }))
  })

/** How far the far edge of the window has come, in the threshold's units. */
const depth = ({ window, document }: Host, { direction, units }: Threshold): number => {
  if (document === undefined) return 0
  const vertical = direction === "vertical"
  const offset = Number(vertical ? window["pageYOffset"] : window["pageXOffset"]) || 0
  const root = document.documentElement
  const size = Number(vertical ? window["innerHeight"] : window["innerWidth"]) || 0
  const whole = vertical ? Math.max(root.scrollHeight, document.body?.scrollHeight ?? 0) : Math.max(root.scrollWidth, document.body?.scrollWidth ?? 0)
  const reached = offset + size
  if (units === "pixels") return reached
  return whole === 0 ? 0 : Math.floor((reached / whole) * 100 + 0.5)
}
