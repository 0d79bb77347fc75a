import { attempt } from "./attempt.ts"

const RADIX = 36

/**
 * A random id behind the time at which it was made: ids made one after the other stand next to each other in an index, so the
 * server writes far fewer pages. Never empty: pages without https have no `randomUUID`, and there Math.random has to do.
 */
export const newId = (): string => Date.now().toString(RADIX) + (attempt(() => crypto.randomUUID()) ?? Math.random().toString(RADIX).slice(2))
