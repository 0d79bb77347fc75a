import { attempt } from "./attempt.ts"

const BYTES = 16

/** A random id of 32 hex digits. Never empty: where `crypto` is missing or throws, Math.random has to do. */
export const newId = (): string => {
  const bytes = new Uint8Array(BYTES).map(() => Math.random() * 256)
  attempt(() => crypto.getRandomValues(bytes))
  return Array.from(bytes, (b) => b.toString(16).padStart(2, "0")).join("")
}
