import { isAway } from "./connect.ts"

/** One transaction takes at most this many waiting calls: its statements stay small, and nobody waits long behind it. */
const MOST_AT_ONCE = 500

interface Waiting<I, O> {
  input: I
  resolve(output: O): void
  reject(error: unknown): void
}

export interface Group<I, O> {
  run(input: I): Promise<O>
  readonly waiting: number
  /** Resolves when nothing waits */
  idle(): Promise<void>
}

/**
 * Group commit: whatever is asked while one transaction waits for the disk goes into the next one together. If a group
 * fails for the reason of one of its members, the others must not suffer: each is then run alone. If the database is away,
 * everything that waits fails with it: what came later must not be written when what came earlier was not.
 * `together` says whether the next input may join those already taken, for operations whose order matters within a group.
 */
export const grouped = <I, O>(runAll: (inputs: readonly I[]) => Promise<readonly O[]>, together: (taken: readonly I[], next: I) => boolean = () => true): Group<I, O> => {
  let waiting: Waiting<I, O>[] = []
  let working: Promise<void> | undefined

  const take = (): Waiting<I, O>[] => {
    const taken: I[] = []
    for (const one of waiting) {
      if (taken.length === MOST_AT_ONCE || (taken.length > 0 && !together(taken, one.input))) break
      taken.push(one.input)
    }
    return waiting.splice(0, taken.length)
  }
  /** Answers why the database is away, if it is: then nobody who waits behind may overtake. */
  const settle = async (group: readonly Waiting<I, O>[]): Promise<unknown> => {
    try {
      const outputs = await runAll(group.map(({ input }) => input))
      group.forEach((one, index) => {
        const output = outputs[index]
        if (output === undefined) one.reject(new Error("a group commit gave no answer"))
        else one.resolve(output)
      })
      return undefined
    } catch (error) {
      const isGone = isAway(error)
      if (!isGone && group.length > 1) return settleEach(group)
      group.forEach((one) => one.reject(error))
      return isGone ? error : undefined
    }
  }
  const settleEach = async (group: readonly Waiting<I, O>[]): Promise<unknown> => {
    let away: unknown
    for (const one of group) {
      if (away === undefined) away = await settle([one])
      else one.reject(away)
    }
    return away
  }
  const work = async (): Promise<void> => {
    // Whatever this turn of the event loop brings goes together.
    await new Promise((resolve) => setImmediate(resolve))
    while (waiting.length > 0) {
      const away = await settle(take())
      if (away !== undefined) for (const one of waiting.splice(0)) one.reject(away)
    }
    working = undefined
  }
  return {
    run: (input) =>
      new Promise((resolve, reject) => {
        waiting.push({ input, resolve, reject })
        working ??= work()
      }),
    get waiting() {
      return waiting.length
    },
    idle: async () => working,
  }
}
