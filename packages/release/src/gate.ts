import type { EvidenceRecord, GateFinding, GateId, OperationRecord, PlanEnvironment, RecordKind, RecordOf, ResolvedPlan, RunRecord } from "@tagwright/formats"

/** A record with the line of `records.ndjson` it stands on, from 1. */
export type Observed<K extends RecordKind = RecordKind> = RecordOf<K> & { readonly line: number }

/** What is known besides the records: the plan, the environment that was walked, and today's date (YYYY-MM-DD). */
export interface Context {
  plan: ResolvedPlan
  run: RunRecord
  environment: PlanEnvironment
  today: string
  /** What was done to keep the system healthy; undefined: nobody handed any records in */
  operations: readonly OperationRecord[] | undefined
  planDigest: string
  /** The policy requires this gate */
  required: boolean
}

/** What a gate gets: the kinds it declared and nothing else. */
export interface GateInput<K extends RecordKind, Code extends string> extends Context {
  of<N extends K>(kind: N): readonly Observed<N>[]
  /** Builds a finding; its help is the one declared for the code. */
  finding(code: Code, message: string, seen?: readonly { line: number }[]): GateFinding
}

interface GateOutcome {
  /** What was looked at, in one sentence with counts */
  summary: string
  findings: GateFinding[]
  /** The gate asks about something this plan does not have. */
  notApplicable?: true
}

interface GateDefinition<Needs extends RecordKind, Reads extends RecordKind, Code extends string> {
  id: GateId
  /** Kinds without which nothing can be said: none seen is an error, never a pass. */
  needs: readonly Needs[]
  /** Needed kinds that a plan which sends nothing to our server cannot have */
  fromServer?: readonly NoInfer<Needs>[]
  /** Kinds that may be absent: their absence is good news or no news. */
  reads: readonly Reads[]
  /** Code → what to do about it. */
  codes: Record<Code, string>
  /** Codes that say "not shown" instead of "shown to be wrong": they make the verdict `error`. */
  inconclusive?: readonly NoInfer<Code>[]
  judge(input: GateInput<Needs | Reads, Code>): GateOutcome
}

export interface Gate {
  id: GateId
  needs: readonly RecordKind[]
  fromServer: readonly RecordKind[]
  reads: readonly RecordKind[]
  codes: Readonly<Record<string, string>>
  inconclusive: readonly string[]
  judge(records: readonly Observed[], context: Context): GateOutcome
}

const linesOf = (seen: readonly { line: number }[]): number[] => [...new Set(seen.map(({ line }) => line))].sort((a, b) => a - b)

/** Judges ask for the same kind many times over: each kind is picked out once. */
const byKind = (records: readonly Observed[]) => {
  const picked = new Map<RecordKind, readonly Observed[]>()
  return <N extends RecordKind>(kind: N): readonly Observed<N>[] => {
    const isKind = (record: Observed): record is Observed<N> => record.kind === kind
    const known = picked.get(kind)?.filter(isKind)
    if (known !== undefined) return known
    const found = records.filter(isKind)
    picked.set(kind, found)
    return found
  }
}

/** Ties a judge to the records it declared: at run time it cannot see any others. */
export const defineGate = <Needs extends RecordKind, Reads extends RecordKind, Code extends string>(
  definition: GateDefinition<Needs, Reads, Code>,
): Gate => ({
  id: definition.id,
  needs: definition.needs,
  fromServer: definition.fromServer ?? [],
  reads: definition.reads,
  codes: definition.codes,
  inconclusive: definition.inconclusive ?? [],
  judge: (records, context) =>
    definition.judge({
      ...context,
      of: byKind(records),
      finding: (code, message, seen = []) => ({ code, message, help: definition.codes[code], records: linesOf(seen) }),
    }),
})

/** Numbers records as they stand in the file. */
export const numbered = (records: readonly EvidenceRecord[]): Observed[] => records.map((record, index) => ({ ...record, line: index + 1 }))

const many = (noun: string): string => (/(s|sh|ch|x)$/.test(noun) ? `${noun}es` : /[^aeiou]y$/.test(noun) ? noun.replace(/y$/, "ies") : `${noun}s`)
/** "1 page", "2 pages", "3 pushes", "4 deliveries" */
export const count = (n: number, noun: string): string => `${n} ${n === 1 ? noun : many(noun)}`
