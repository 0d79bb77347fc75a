import { describe, expect, it } from "vitest"
import { groupedSettler } from "../src/delivery/settle-soon.ts"
import type { Settlement } from "../src/store/model.ts"

const outcome = (id: number): Settlement => ({ id, attempt: 1, at: 0, dueAt: 0, state: "delivered" })
/** Lets everything that is already settled run on. */
const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))

/** A store that notes the groups it was given, and a clock that stands until it is moved. */
const bench = () => {
  let now = 1_000
  let timers: { at: number; run: () => void }[] = []
  const groups: number[][] = []
  const clock = {
    now: () => now,
    after: (ms: number, run: () => void) => {
      const timer = { at: now + ms, run }
      timers.push(timer)
      return () => void (timers = timers.filter((one) => one !== timer))
    },
  }
  const settler = groupedSettler({ settle: async (group) => groups.push(group.map(({ id }) => id)) }, clock)
  const moveTo = (at: number): void => {
    now = at
    const due = timers.filter((timer) => timer.at <= now)
    timers = timers.filter((timer) => timer.at > now)
    for (const { run } of due) run()
  }
  return { settler, groups, moveTo, waiting: () => timers.length }
}

describe("outcomes are written down in groups", () => {
  it("the first at once, what ends in the next moment together, a little later", async () => {
    const { settler, groups, moveTo } = bench()
    await settler.settle(outcome(1))
    const next = [settler.settle(outcome(2)), settler.settle(outcome(3))]
    await turn()
    expect(groups).toEqual([[1]])
    moveTo(1_010)
    await Promise.all(next)
    expect(groups).toEqual([[1], [2, 3]])
  })

  it("many do not wait for the clock", async () => {
    const { settler, groups, waiting } = bench()
    await settler.settle(outcome(0))
    await Promise.all(Array.from({ length: 128 }, (_, index) => settler.settle(outcome(index + 1))))
    expect(groups.map((group) => group.length)).toEqual([1, 128])
    expect(waiting()).toBe(0)
  })

  it("nor does anybody wait for a clock that was set back", async () => {
    const { settler, groups, moveTo } = bench()
    await settler.settle(outcome(1))
    await turn()
    moveTo(-3_600_000)
    const second = settler.settle(outcome(2))
    moveTo(-3_600_000 + 10)
    await second
    expect(groups).toEqual([[1], [2]])
  })

  it("a group that could not be written fails for each of its own, and the next one is tried", async () => {
    let isAway = true
    const settler = groupedSettler({ settle: async () => (isAway ? Promise.reject(new Error("away")) : 1) }, { now: () => 0, after: (_, run) => (setImmediate(run), () => undefined) })
    await expect(settler.settle(outcome(1))).rejects.toThrow("away")
    isAway = false
    await settler.settle(outcome(2))
  })
})
