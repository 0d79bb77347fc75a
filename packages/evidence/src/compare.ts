import { canonicalJson, type EvidenceRecord, type RecordKind, type RecordOf } from "@tagwright/formats"
import type { Evidence } from "./open.ts"
import { evidencePaths, isVolatile } from "./paths.ts"

/** One thing that is not the same in two runs. */
export interface Difference {
  change: "added" | "removed" | "changed"
  /** A kind of record, or `attachment` */
  kind: RecordKind | "attachment"
  /** Where and what, e.g. `all / cold visitor buys / 3 / push lead_submit` */
  name: string
  /** Dotted paths of the members that differ, when it is in both */
  members: string[]
}

const names: { [K in RecordKind]: (record: RecordOf<K>) => string } = {
  run: () => "run",
  "plan-finding": (r) => `${r.finding.code} ${r.finding.at.path ?? ""}`,
  "container-check": (r) => `${r.check} ${r.aspect} ${r.entity}`,
  step: (r) => r.title,
  expectation: (r) => `expect ${r.source} ${r.event}`,
  push: (r) => `push ${r.event ?? "(no event)"}`,
  firing: (r) => `${r.event} → ${r.tag}`,
  request: (r) => `${r.from} ${r.method} ${r.url}`,
  storage: () => "storage",
  banner: () => "banner",
  page: (r) => `page ${r.path}`,
  element: (r) => `${r.page} ${r.selector}`,
  "personal-data": (r) => `${r.type} in ${r.place} ${r.name}`,
  "server-event": (r) => `server ${r.event}`,
  delivery: (r) => `${r.event} → ${r.destination}`,
  performance: (r) => `what tracking costs ${r.page}${r.tag === undefined ? "" : ` by ${r.tag}`}: ${r.metric}`,
  fault: (r) => `${r.fault} ${r.journey ?? ""}`,
  probe: (r) => `${r.gate} ${r.probe}`,
}

const nameOf = <K extends RecordKind>(record: RecordOf<K>, kind: K): string => names[kind](record)
const label = (record: EvidenceRecord): string =>
  ("scenario" in record ? `${record.scenario} / ${record.journey} / ${record.step} / ` : "") + nameOf(record, record.kind)

const stable = (record: EvidenceRecord): Record<string, unknown> => {
  const { volatile: _volatile, ...rest } = { volatile: undefined, ...record }
  return rest
}

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === "object" && value !== null

const changedMembers = (a: unknown, b: unknown, path = ""): string[] => {
  if (canonicalJson(a ?? null) === canonicalJson(b ?? null)) return []
  if (!isObject(a) || !isObject(b)) return [path]
  const keys = [...new Set([...Object.keys(a), ...Object.keys(b)])].sort()
  return keys.flatMap((key) => changedMembers(a[key], b[key], path === "" ? key : `${path}.${key}`))
}

type Slot = { record: EvidenceRecord; text: string }
const slots = (evidence: Evidence): Map<string, Slot[]> =>
  Map.groupBy(
    evidence.records.map((record) => ({ record, text: canonicalJson(stable(record)) })),
    ({ record }) => `${record.kind} ${label(record)}`,
  )

/** What is in `a` but not in `b`, taking equal ones away one for one. */
const without = (a: readonly Slot[], b: readonly Slot[]): Slot[] => {
  const left = b.map((slot) => slot.text)
  return a.filter(({ text }) => {
    const at = left.indexOf(text)
    if (at >= 0) left.splice(at, 1)
    return at < 0
  })
}

const compareSlots = (before: readonly Slot[], after: readonly Slot[]): Difference[] => {
  const gone = without(before, after)
  const come = without(after, before)
  return Array.from({ length: Math.max(gone.length, come.length) }, (_, index): Difference[] => {
    const [a, b] = [gone[index]?.record, come[index]?.record]
    if (a !== undefined && b !== undefined)
      return [{ change: "changed", kind: a.kind, name: label(a), members: changedMembers(stable(a), stable(b)) }]
    const one = a ?? b
    return one === undefined ? [] : [{ change: a === undefined ? "added" : "removed", kind: one.kind, name: label(one), members: [] }]
  }).flat()
}

const compareAttachments = (a: Evidence, b: Evidence): Difference[] => {
  const paths = [...new Set([...Object.keys(a.seal.files), ...Object.keys(b.seal.files)])].filter((path) => path !== evidencePaths.records && !isVolatile(path)).sort()
  return paths.flatMap((name): Difference[] => {
    const [x, y] = [a.seal.files[name], b.seal.files[name]]
    if (x === y) return []
    return [{ change: x === undefined ? "added" : y === undefined ? "removed" : "changed", kind: "attachment", name, members: [] }]
  })
}

/** What changed from run `a` to run `b`; `volatile` members (ids, times, ports) are left out. Empty: the same was observed. */
export const compareEvidence = (a: Evidence, b: Evidence): Difference[] => {
  const [before, after] = [slots(a), slots(b)]
  const keys = [...new Set([...before.keys(), ...after.keys()])]
  return [...keys.flatMap((key) => compareSlots(before.get(key) ?? [], after.get(key) ?? [])), ...compareAttachments(a, b)]
}
