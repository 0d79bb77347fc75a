import type { Verdict } from "@tagwright/formats"
import type { Tone } from "@tagwright/pages"

export const verdictTone: Record<Verdict, Tone> = { pass: "good", fail: "bad", error: "warn", "not applicable": "quiet" }
export const verdictWord: Record<Verdict, string> = { pass: "Passed", fail: "Failed", error: "Not shown", "not applicable": "Not applicable" }

const known: Record<string, string> = { all: "Accepts all", none: "Refuses all", analytics: "Analytics only", marketing: "Marketing only" }
export const scenarioName = (scenario: string): string => known[scenario] ?? scenario

export const duration = (ms: number): string => (ms < 1000 ? `${Math.round(ms)} ms` : `${(ms / 1000).toFixed(1)} s`)
const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS
const DAY_MS = 24 * HOUR_MS
/** A long time in its largest whole unit and the rest: 200 days, 1 day 31 min. */
export const passed = (ms: number): string => {
  const days = Math.floor(ms / DAY_MS)
  const hours = Math.floor((ms % DAY_MS) / HOUR_MS)
  const minutes = Math.floor((ms % HOUR_MS) / MINUTE_MS)
  return [days > 0 && `${days} ${days === 1 ? "day" : "days"}`, hours > 0 && `${hours} h`, minutes > 0 && `${minutes} min`].filter((part) => part !== false).join(" ")
}
export const shortDigest = (digest: string): string => digest.slice(0, 12)
