import { attempt } from "./attempt.ts"

/** localStorage throws where storage is blocked, and is full sooner than one thinks: both read as "nothing there". */
export const load = (key: string): unknown => attempt(() => JSON.parse(localStorage.getItem(key) ?? "null"))
export const save = (key: string, value: unknown): void => attempt(() => localStorage.setItem(key, JSON.stringify(value)))
export const forget = (key: string): void => attempt(() => localStorage.removeItem(key))
