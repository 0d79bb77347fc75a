import type { EvidenceRecord, RecordKind } from "@tagwright/formats"
import { whereOf, type Walk } from "../journey/walk.ts"
import type { Sink } from "./sink.ts"

/** Parts of records that hold what site, vendors and server wrote; the rest is ours. */
const foreign: Partial<Record<RecordKind, readonly string[]>> = {
  push: ["message"],
  request: ["url", "query", "body"],
  step: ["url", "reason"],
  expectation: ["expected", "got"],
  "server-event": ["params"],
  delivery: ["received", "reason"],
}

const hidden = (record: EvidenceRecord, { search }: Pick<Walk, "search">): EvidenceRecord => {
  const parts = foreign[record.kind]
  if (parts === undefined) return record
  return Object.assign({}, record, Object.fromEntries(Object.entries(record).flatMap(([name, value]) => (parts.includes(name) ? [[name, search.hideIn(value, name)]] : []))))
}

/**
 * Writes what a walk saw without the values of the people in it: each is replaced by its kind, such as `[email]`, wherever it may have been
 * allowed to be. What is left of the visitor's own values all the same is told: it would be a fault of ours.
 */
export const hiding = (walk: Pick<Walk, "scenario" | "journey" | "search">, sink: Sink): Sink => {
  const told = new Set<string>()
  const tell = (name: string, step: number, text: string): void => {
    if (told.has(name)) return
    for (const found of walk.search.leftIn(whereOf(walk, step), name, text)) {
      told.add(name)
      sink.write(found)
    }
  }
  return {
    write: (record) => {
      const safe = hidden(record, walk)
      sink.write(safe)
      if (record.kind !== "personal-data") tell(record.kind, "step" in record ? record.step : 0, JSON.stringify(safe))
    },
    attach: (path, bytes) => {
      sink.attach(path, bytes)
      if (typeof bytes === "string") tell(path, 0, bytes)
    },
  }
}
