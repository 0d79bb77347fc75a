/** How finely the window is cut: what leaves it, leaves by the slice. */
const SLICES = 30

/** Counts successes and failures of the last `windowMs`, in constant memory and time. */
export interface RollingCount {
  add(success: boolean, now: number): void
  counts(now: number): { attempts: number; failures: number }
  clear(): void
}

export const createRollingCount = (windowMs: number): RollingCount => {
  const sliceMs = windowMs / SLICES
  let slices: { at: number; attempts: number; failures: number }[] = []
  const current = (now: number) => {
    const at = Math.floor(now / sliceMs) * sliceMs
    const last = slices.at(-1)
    if (last?.at === at) return last
    slices = slices.filter((slice) => slice.at > at - windowMs)
    const fresh = { at, attempts: 0, failures: 0 }
    slices.push(fresh)
    return fresh
  }
  return {
    add: (success, now) => {
      const slice = current(now)
      slice.attempts += 1
      if (!success) slice.failures += 1
    },
    counts: (now) => {
      current(now)
      return slices.reduce((sum, slice) => ({ attempts: sum.attempts + slice.attempts, failures: sum.failures + slice.failures }), { attempts: 0, failures: 0 })
    },
    clear: () => {
      slices = []
    },
  }
}
