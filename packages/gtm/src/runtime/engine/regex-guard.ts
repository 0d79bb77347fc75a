type Guard = (source: string, ignoreCase: boolean, input: string) => void

let guard: Guard = () => {}

/** A page's script brings the guard only when its container has a pattern that could explode; Node always does. */
export const guardPatterns = (by: Guard): void => {
  guard = by
}

/** Throws `EndlessPattern` where a search would not end soon. */
export const demandCheap: Guard = (source, ignoreCase, input) => guard(source, ignoreCase, input)

/** A pattern that would hold the page for seconds or for ever. */
export class EndlessPattern extends RangeError {}
