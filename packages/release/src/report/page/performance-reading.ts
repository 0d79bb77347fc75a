import type { Line } from "../model.ts"

export type Numbers = NonNullable<Line<"performance">["volatile"]>
export interface Measured {
  line: Line<"performance">
  numbers: Numbers
}

/** The interval holds zero, or the difference is one that the same thing measured twice has, too. */
const isNoise = ({ difference, low, high, noiseLow, noiseHigh }: Numbers): boolean => (low <= 0 && high >= 0) || (difference >= noiseLow && difference <= noiseHigh)

/** What a measurement says. Over the budget: the whole interval is; unclear: the median is and the interval is not (gate O5). */
export const readingOf = ({ budget }: Pick<Line<"performance">, "budget">, numbers: Numbers): "nothing" | "within" | "over" | "unclear" | "more" | "less" => {
  if (budget !== undefined && numbers.difference > budget) return numbers.low > budget ? "over" : "unclear"
  if (isNoise(numbers)) return "nothing"
  if (budget !== undefined) return "within"
  return numbers.difference > 0 ? "more" : "less"
}

const clear = (rows: readonly Measured[], metric: string): number => {
  const row = rows.find(({ line }) => line.metric === metric)
  return row === undefined || readingOf(row.line, row.numbers) === "nothing" ? 0 : row.numbers.difference
}

/** The tags with their rows, the dearest first: what is clearly there in scripts, then in bytes. */
export const tagsByCost = (rows: readonly Measured[]): [tag: string, rows: Measured[]][] =>
  [...Map.groupBy(rows, ({ line }) => line.tag ?? "")].toSorted(([, a], [, b]) => clear(b, "script") - clear(a, "script") || clear(b, "requests") - clear(a, "requests") || clear(b, "bytes") - clear(a, "bytes"))
