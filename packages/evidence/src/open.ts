import { readFileSync } from "node:fs"
import { join, resolve } from "node:path"
import type { EvidenceRecord, EvidenceSeal, RecordKind, RecordOf } from "@tagwright/formats"
import { EvidenceError } from "./errors.ts"
import { evidencePaths } from "./paths.ts"
import { isRecord, shapeFault } from "./shape.ts"
import { verifyEvidence, type SealFault } from "./verify.ts"

export interface Evidence {
  /** In the order of the file: `records[0]` is line 1. */
  records: readonly EvidenceRecord[]
  recordsOf<K extends RecordKind>(kind: K): readonly RecordOf<K>[]
  /** Bytes of a sealed attachment. Throws `evidence-path` for any other path. */
  attachment(path: string): Uint8Array
  seal: EvidenceSeal
}

/** What is wrong with a file, as the end of a sentence that begins with its path. */
export const faultWords: Record<SealFault["fault"], string> = {
  changed: "was changed",
  missing: "is missing",
  added: "was added",
  seal: "does not match its own list",
}

/** Names shown in one message; the rest is counted. */
const NAMED = 5
const describeFaults = (faults: readonly SealFault[]): string => {
  const named = faults.slice(0, NAMED).map(({ path, fault }) => `${path} ${faultWords[fault]}`)
  return named.join(", ") + (faults.length > NAMED ? ` and ${faults.length - NAMED} more` : "")
}

const parseLine = (text: string, line: number): EvidenceRecord => {
  const bad = (why: string) => new EvidenceError("evidence-malformed", `${evidencePaths.records} line ${line}: ${why}`, [evidencePaths.records])
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    throw bad("this is not JSON")
  }
  if (!isRecord(value)) throw bad(shapeFault(value) ?? "this is not a record")
  if (value.kind === "run" && Number(value.version) > 1)
    throw new EvidenceError("evidence-from-the-future", `The run has version ${value.version}; this Tagwright reads version 1`, [evidencePaths.records])
  return value
}

/** Records of a `records.ndjson` text, in order. Throws `evidence-malformed` with the line. */
export const parseRecords = (text: string): EvidenceRecord[] =>
  text
    .split("\n")
    .map((line, index) => ({ line, number: index + 1 }))
    .filter(({ line }) => line !== "")
    .map(({ line, number }) => parseLine(line, number))

/** Gives each record its clocks back. */
const withVolatile = (records: readonly EvidenceRecord[], text: string): EvidenceRecord[] => {
  const lines = text.split("\n").filter((line) => line !== "")
  return records.map((record, index) => {
    const line = lines[index]
    return line === undefined ? record : { ...record, volatile: JSON.parse(line) }
  })
}

/** Opens sealed evidence after checking every byte of it. Throws an `EvidenceError` that names each changed file. */
export const openEvidence = (folder: string): Evidence => {
  const dir = resolve(folder)
  const { seal, faults } = verifyEvidence(dir)
  if (faults.length > 0)
    throw new EvidenceError("evidence-changed", `The evidence in ${dir} is not what was sealed: ${describeFaults(faults)}`, faults.map((f) => f.path))
  if (!Object.hasOwn(seal.files, evidencePaths.records))
    throw new EvidenceError("evidence-malformed", `The seal in ${dir} lists no ${evidencePaths.records}`, [evidencePaths.seal])
  const records = withVolatile(parseRecords(readFileSync(join(dir, evidencePaths.records), "utf8")), Object.hasOwn(seal.files, evidencePaths.volatile) ? readFileSync(join(dir, evidencePaths.volatile), "utf8") : "")
  return {
    records,
    recordsOf: <K extends RecordKind>(kind: K) => records.filter((record): record is RecordOf<K> => record.kind === kind),
    attachment(path) {
      if (!Object.hasOwn(seal.files, path)) throw new EvidenceError("evidence-path", `The evidence has no file ${JSON.stringify(path)}`, [path])
      return readFileSync(join(dir, path))
    },
    seal,
  }
}
