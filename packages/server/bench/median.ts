const middle = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN
/** With two decimals, which is all a noisy machine allows. */
export const median = (values: readonly number[]): number => Number(middle(values).toFixed(2))
