import type { PageGlobals } from "./host.ts"
import type { VirtualTime } from "./virtual-time.ts"

/** Gives page code the run's own time and chance, so that a run gives the same result each time. */
export const patchTime = (window: PageGlobals, time: VirtualTime, random: () => number): void => {
  const call = (run: unknown, args: unknown[]) => (): void => {
    if (typeof run === "function") Reflect.apply(run, window, args)
  }
  const repeating = new Map<number, number>()
  window["setTimeout"] = (run: unknown, ms: number, ...args: unknown[]) => time.after(Number(ms) || 0, call(run, args))
  window["clearTimeout"] = (id: number) => time.cancel(id)
  window["requestAnimationFrame"] = (run: unknown) => time.after(16, call(run, [time.now()]))
  window["cancelAnimationFrame"] = (id: number) => time.cancel(id)
  window["setInterval"] = (run: unknown, ms: number, ...args: unknown[]): number => {
    const every = Math.max(Number(ms) || 0, SHORTEST_INTERVAL_MS)
    const tick = (): void => {
      repeating.set(first, time.after(every, tick))
      call(run, args)()
    }
    const first = time.after(every, tick)
    repeating.set(first, first)
    return first
  }
  window["clearInterval"] = (id: number) => {
    time.cancel(repeating.get(id) ?? id)
    repeating.delete(id)
  }
  const { Date: date, Math: math } = window
  if (typeof date === "function") window["Date"] = virtualDate(date, time)
  if (typeof math === "object" && math !== null) Reflect.set(math, "random", random)
}

/** What browsers make of an interval of 0. */
const SHORTEST_INTERVAL_MS = 4

const virtualDate = (native: CallableFunction, time: VirtualTime): object =>
  new Proxy(native, {
    construct: (target, args: unknown[], newTarget: CallableFunction) => Reflect.construct(target, args.length === 0 ? [time.now()] : args, newTarget),
    apply: (target) => String(Reflect.construct(target, [time.now()])),
    get: (target, key) => (key === "now" ? () => time.now() : Reflect.get(target, key)),
  })
