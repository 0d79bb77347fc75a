import { attempt } from "./attempt.ts"

/** What JSON may turn out to be, for something we once wrote as T: anybody can write into storage. */
export type Loose<T> = T extends object ? { [K in keyof T]?: Loose<T[K]> } | null | undefined : unknown

/** localStorage throws where storage is blocked, and is full sooner than one thinks: both read as "nothing there". */
export const load = <T>(key: string): Loose<T> | undefined => attempt(() => JSON.parse(localStorage[key]))
/** Keeps a value, or forgets the key when there is none. */
export const save = (key: string, value?: unknown): void => void attempt(() => (value ? (localStorage[key] = JSON.stringify(value)) : delete localStorage[key]))
