import type { Verdict } from "@tagwright/formats"
import type { Tone } from "@tagwright/pages"

export const verdictTone: Record<Verdict, Tone> = { pass: "good", fail: "bad", error: "warn", "not applicable": "quiet" }
export const verdictWord: Record<Verdict, string> = { pass: "Passed", fail: "Failed", error: "Not shown", "not applicable": "Not applicable" }

const known: Record<string, string> = { all: "Accepts all", none: "Refuses all", analytics: "Analytics only", marketing: "Marketing only" }
export const scenarioName = (scenario: string): string => known[scenario] ?? scenario

export const duration = (ms: number): string => (ms < 1000 ? `${Math.round(ms)} ms` : `${(ms / 1000).toFixed(1)} s`)
export const shortDigest = (digest: string): string => digest.slice(0, 12)
