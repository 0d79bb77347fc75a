/** Repeatable randomness: the same seed measures the same data (mulberry32). */
export interface Random {
  whole(below: number): number
  pick<T>(from: readonly T[]): T
  digits(count: number): string
  from(alphabet: string, count: number): string
}

export function random(seed: number): Random {
  let state = seed
  const next = (): number => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
  const whole = (below: number): number => Math.floor(next() * below)
  const from = (alphabet: string, count: number): string => Array.from({ length: count }, () => alphabet[whole(alphabet.length)]).join("")
  return {
    whole,
    pick: (values) => {
      const value = values[whole(values.length)]
      if (value === undefined) throw new Error("The benchmark's own data is at fault: nothing to pick from")
      return value
    },
    digits: (count) => from("0123456789", count),
    from,
  }
}
