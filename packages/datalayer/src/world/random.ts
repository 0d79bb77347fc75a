import { attempt } from "./attempt.ts"

const RADIX = 36
const piece = (): string => Math.random().toString(RADIX).slice(2)

/** A random id. Never empty: pages without https have no `randomUUID`, and there Math.random has to do. */
export const newId = (): string => attempt(() => crypto.randomUUID()) ?? `${Date.now().toString(RADIX)}-${piece()}${piece()}`
