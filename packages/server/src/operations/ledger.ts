import { closeSync, existsSync, fsyncSync, openSync, readFileSync, truncateSync, writeSync } from "node:fs"
import { join } from "node:path"
import { z } from "zod"
import { Fault, severities, type OperationRecord } from "@tagwright/formats"

const LEDGER_FILE = "operations.ndjson"

const at = z.number().int().positive()
const text = z.string().min(1).max(500)
const names = z.array(text).max(5_000)
const place = { at }
/** The reader of the format: what comes over HTTP or from disk is checked before it counts. */
export const operationSchema: z.ZodType<OperationRecord> = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("alert-fired"), ...place, alert: text, rule: text, severity: z.enum(severities), summary: text, labels: z.record(text, z.string().max(500)), runbook: z.string().max(500) }),
  z.strictObject({ kind: z.literal("alert-acknowledged"), ...place, alert: text, by: text }),
  z.strictObject({ kind: z.literal("alert-resolved"), ...place, alert: text }),
  z.strictObject({ kind: z.literal("alert-sent"), ...place, alert: text, channel: text, ok: z.boolean(), reason: text.exactOptional() }),
  z.strictObject({ kind: z.literal("deployment"), ...place, release: text, environment: text, outcome: z.enum(["deployed", "undone", "rolled-back"]), digest: text, live: text.exactOptional() }),
  z.strictObject({ kind: z.literal("incident"), ...place, incident: text, severity: z.enum(["SEV1", "SEV2", "SEV3"]), state: z.enum(["opened", "mitigated", "closed"]), summary: text, release: text.exactOptional() }),
  z.strictObject({
    kind: z.literal("drill"),
    ...place,
    drill: text,
    outcome: z.enum(["passed", "failed"]),
    detectedBy: text,
    detectedMs: z.number().nullable(),
    recoveredMs: z.number().nullable(),
    steps: z.array(z.strictObject({ say: text, command: z.string().max(1_000), ok: z.boolean(), ms: z.number() })).max(100),
    by: text,
  }),
  z.strictObject({ kind: z.literal("training"), ...place, person: text, role: text, course: text, score: z.number(), of: z.number() }),
  z.strictObject({ kind: z.literal("coverage"), ...place, of: z.enum(["monitoring", "documentation", "team"]), planDigest: text, covered: names, missing: names }),
  z.strictObject({ kind: z.literal("reconciliation"), ...place, source: text, atProvider: z.number(), recorded: z.number(), backfilled: names }),
  z.strictObject({ kind: z.literal("canary"), ...place, destination: text, ok: z.boolean(), ms: z.number(), reason: text.exactOptional() }),
])

/** What was done to keep the system healthy; only ever added to, on disk before it counts. */
export interface Ledger {
  records(): readonly OperationRecord[]
  append(records: readonly OperationRecord[]): void
  /** The answer unsubscribes */
  onAppend(listener: (records: readonly OperationRecord[]) => void): () => void
  close(): void
}

/** Opens `operations.ndjson`. A last line that a crash cut short was never acknowledged: it is taken off. */
export const openLedger = (folder: string): Ledger => {
  const path = join(folder, LEDGER_FILE)
  const known = existsSync(path) ? readLedger(path) : []
  const file = openSync(path, "a")
  const listeners = new Set<(records: readonly OperationRecord[]) => void>()
  return {
    records: () => known,
    append: (records) => {
      if (records.length === 0) return
      writeSync(file, records.map((record) => `${JSON.stringify(record)}\n`).join(""))
      fsyncSync(file)
      known.push(...records)
      for (const listener of listeners) listener(records)
    },
    onAppend: (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    close: () => closeSync(file),
  }
}

const readLedger = (path: string): OperationRecord[] => {
  const bytes = readFileSync(path)
  const whole = bytes.lastIndexOf(10) + 1
  if (whole < bytes.length) truncateSync(path, whole)
  const lines = bytes.subarray(0, whole).toString().split("\n").slice(0, -1)
  return lines.map((line, index) => {
    const result = operationSchema.safeParse(parse(line))
    if (result.success) return result.data
    throw new Fault("machine", `line ${index + 1} is no record of operations`, "Restore the file from a backup, or take the line out", { at: { file: path, line: index + 1 } })
  })
}
const parse = (line: string): unknown => {
  try {
    return JSON.parse(line)
  } catch {
    return undefined
  }
}
