import { Fault } from "@tagwright/formats"
import type { LintFinding } from "./lint.ts"

/** Findings that were there when someone started to lint an existing container. Keyed by rule and entity, not by line. */
export interface Baseline {
  version: 1
  accepted: { code: string; entity: string; count: number }[]
}

const keyOf = (finding: { code: string; entity: string }): string => `${finding.code} ${finding.entity}`

export const baselineOf = (findings: readonly LintFinding[]): Baseline => {
  const counted = Map.groupBy(findings, ({ code, args: { entity } }) => keyOf({ code, entity }))
  const accepted = [...counted.values()].flatMap(([first, ...others]) => (first ? [{ code: first.code, entity: first.args.entity, count: others.length + 1 }] : []))
  return { version: 1, accepted: accepted.sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1)) }
}

/** The findings that a baseline does not cover: new ones, and more of a kind than there were. */
export const withoutAccepted = (findings: readonly LintFinding[], { accepted }: Baseline): LintFinding[] => {
  const left = new Map(accepted.map((entry) => [keyOf(entry), entry.count]))
  return findings.filter(({ code, args: { entity } }) => {
    const key = keyOf({ code, entity })
    const remaining = left.get(key) ?? 0
    left.set(key, remaining - 1)
    return remaining <= 0
  })
}

/** Reads a baseline file. Throws Fault when it is none. */
export const readBaseline = (text: string, file: string): Baseline => {
  const refuse = (): never => {
    throw new Fault("caller", "the baseline file is not one", "Write it again with tagwright gtm lint --write-baseline FILE", { at: { file } })
  }
  try {
    const value: unknown = JSON.parse(text)
    return isBaseline(value) ? value : refuse()
  } catch {
    return refuse()
  }
}

const isBaseline = (value: unknown): value is Baseline =>
  typeof value === "object" && value !== null && "version" in value && value.version === 1 && "accepted" in value && Array.isArray(value.accepted) && value.accepted.every(isEntry)
const isEntry = (entry: unknown): boolean =>
  typeof entry === "object" && entry !== null && "code" in entry && typeof entry.code === "string" && "entity" in entry && typeof entry.entity === "string" && "count" in entry && typeof entry.count === "number"
