import { attempt } from "./attempt.ts"

const RADIX = 36

/** A random id. Never empty: pages without https have no `randomUUID`, and there Math.random has to do. */
export const newId = (): string => attempt(() => crypto.randomUUID()) ?? Date.now() + Math.random().toString(RADIX).slice(2)
