import type { Outcome } from "../delivery/outcome.ts"

/** One call per name, one after another. Answers the first that did not go well, else the last; `none` where there is no name. */
export const forEach = async (names: readonly string[], none: Outcome, tell: (name: string) => Promise<Outcome>): Promise<Outcome> => {
  let last = none
  for (const name of names) {
    last = await tell(name)
    if (last.kind !== "delivered") return last
  }
  return last
}
