interface Timer {
  id: number
  at: number
  run: () => void
}

/** A task that starts a task that starts a task … ends here. */
const MOST_TASKS = 1000

/** 2025-01-01T00:00:00Z, epoch ms: any fixed instant would do; a result must not depend on when it was made. */
export const FIXED_START = 1_735_689_600_000

/** Time that passes only when told to. Timers run in the order of their time, then of their making. */
export class VirtualTime {
  private current: number
  private last = 0
  private timers: Timer[] = []
  private readonly failed: (error: unknown) => void

  constructor(start: number, failed: (error: unknown) => void) {
    this.current = start
    this.failed = failed
  }

  now(): number {
    return this.current
  }

  after(ms: number, run: () => void): number {
    this.last += 1
    const timer = { id: this.last, at: this.current + Math.max(0, ms || 0), run }
    // Kept in order: most timers are the latest, so the search from the end is short.
    let index = this.timers.length
    while (index > 0 && (this.timers[index - 1]?.at ?? 0) > timer.at) index -= 1
    this.timers.splice(index, 0, timer)
    return timer.id
  }

  cancel(id: number): void {
    this.timers = this.timers.filter((timer) => timer.id !== id)
  }

  /** Lets `ms` pass and runs what falls due. False: a hostile container kept making tasks, and the rest was left. */
  advance(ms: number): boolean {
    const end = this.current + ms
    for (let count = 0; count < MOST_TASKS; count++) {
      const next = this.timers[0]
      if (next === undefined || next.at > end) {
        this.current = end
        return true
      }
      this.timers.shift()
      this.current = Math.max(this.current, next.at)
      try {
        next.run()
      } catch (error) {
        this.failed(error)
      }
    }
    return false
  }
}
