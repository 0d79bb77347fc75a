import type { OpsTone } from "@tagwright/formats"

export type Tone = OpsTone
/** Shape and colour both carry the meaning. */
export const toneMark: Record<Tone, string> = { good: "✓", bad: "✕", warn: "!", quiet: "–" }

export const plural = (count: number, noun: string, many = `${noun}s`): string => `${count.toLocaleString("en")} ${count === 1 ? noun : many}`
